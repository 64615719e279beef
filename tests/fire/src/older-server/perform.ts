import { type EntryId, isMeantimeError, isTransportError, type TaskId } from '@meantime/core'
import { createEntry, pauseEntry, resumeEntry, stopEntry } from '@meantime/testkit/older-server'
import { must } from '../model/violation.js'
import type { Command, Of } from './commands.js'
import { isKnownHere } from './expected.js'
import { checkShown, openUnsent } from './shown.js'
import type { World } from './world.js'

export async function perform(world: World, command: Command): Promise<void> {
  switch (command.do) {
    case 'track':
      return track(world, command)
    case 'edit':
      return edit(world, command)
    case 'delete': {
      const id = world.entries[command.nth % Math.max(1, world.entries.length)]
      if (id) await allowed(async () => (await world.program()).tracker.delete(id))
      return
    }
    case 'shot':
      return shot(world)
    case 'wait':
      return world.pass(command.ms)
    case 'clock':
      return world.clock.set(world.serverNow + command.offset)
    case 'sync':
      return sync(world, command)
    case 'network':
      world.network.up = command.up
      return
    case 'crash':
    case 'restart':
      return world.end(command.do)
    case 'retry':
      await (await world.program()).queue.retry(world.user.id as never)
      return
    case 'other':
      return other(world, command)
    case 'server':
      return server(world, command)
    case 'drop-sync':
      world.older.hasSync = false
      return
  }
}

async function track(world: World, { act, project }: Of<'track'>): Promise<void> {
  const { tracker } = await world.program()
  const description = `work ${world.entries.length}`
  const named = project === 'none' ? null : project
  await allowed(async () => {
    if (act === 'pause' || act === 'resume' || act === 'stop') await tracker[act]()
    else {
      const { entry } = await tracker.start({
        description,
        project: named,
        whenOpen: act === 'switch' ? 'stop' : 'refuse',
      })
      world.entries.push(entry.id)
    }
  })
}

async function edit(world: World, { nth, change }: Of<'edit'>): Promise<void> {
  const id = world.entries[nth % Math.max(1, world.entries.length)]
  if (!id) return
  const { tracker } = await world.program()
  const { segments, state } = await world.entry(id)
  const now = world.clock.now()
  const from = Math.max(0, Math.min(segments[0]?.from ?? now, now) - 600_000)
  const times = [{ from, to: state === 'running' ? null : Math.max(from, now - 1000 * nth) }]
  const changes =
    change === 'text'
      ? { description: `edited ${world.entries.indexOf(id)} ${nth}` }
      : change === 'times'
        ? { segments: times }
        : { project: change === 'none' ? null : change }
  await allowed(() => tracker.edit(id, changes))
}

async function shot(world: World): Promise<void> {
  const { tracker, shots } = await world.program()
  const entry = await tracker.current()
  if (!entry) return
  const bytes = world.picture(world.shots.size)
  const { sha256 } = await world.blobs.put(bytes)
  const id = await shots.add({ entryId: entry.id, takenAt: world.clock.now(), mediaType: 'image/jpeg', bytes })
  world.shots.set(id as TaskId, { sha256, entry: entry.id as EntryId })
}

async function sync(world: World, { byHand, fates }: Of<'sync'>): Promise<void> {
  const { sync } = await world.program()
  world.network.fates = [...fates]
  world.died = false
  const before = fates.length === 0 ? await openUnsent(world) : new Set<string>()
  const call = () => (byHand ? sync.syncQueueNow() : sync.syncQueue())
  const ended = await world.drive(call().catch(authRequired))
  const allPassed = world.network.fates.length === 0
  world.network.fates = []
  if (ended === 'died' || ended === 'refused' || fates.length > 0 || !allPassed) return
  if (ended.status === 'drained' && ended.sent > 0) await checkShown(world, before)
}

/** What somebody else does with the same account. Only what the server lets them do happens. */
async function other(world: World, { act }: Of<'other'>): Promise<void> {
  const { older, user, foreign, touched, stoppedByOthers } = world
  const active = older.activeOf(user)
  const projectId = older.projects[0]?.id ?? null
  const mine = active && !foreign.has(active.id) ? active : undefined
  if (act === 'start') {
    if (active) return
    foreign.add(createEntry(older.books, user, { userId: user.id, projectId, description: 'somebody else' }).id)
  } else if (act === 'sync-start') {
    // Stops whatever runs, as a client that syncs by the older rules does without knowing.
    if (active?.status === 'RUNNING' || active?.status === 'PAUSED') stopEntry(older.books, user, active.id)
    foreign.add(createEntry(older.books, user, { userId: user.id, projectId, description: 'somebody else' }).id)
  } else if (act === 'stop' && active) stopEntry(older.books, user, active.id)
  else if (act === 'pause' && active?.status === 'RUNNING') pauseEntry(older.books, user, active.id)
  // Of what nobody here knows yet and what has no key, a resume would leave nothing that leads back to us (decision 153).
  else if (
    act === 'resume' &&
    active?.status === 'PAUSED' &&
    (older.hasSync || !mine || isKnownHere(world.path, mine.id))
  )
    resumeEntry(older.books, user, active.id)
  if (active?.status === 'STOPPED') (mine ? touched : stoppedByOthers).add(active.id)
}

async function server({ older, network }: World, { what, n }: Of<'server'>): Promise<void> {
  if (what === 'slow') older.faults.mostPerTransaction = n
  else if (what === 'down') older.faults.databaseDown = true
  else if (what === 'storage') older.faults.storageBroken = true
  else if (what === 'refuse-tokens') older.faults.refuseTokens = n
  else {
    older.faults.clear()
    network.up = true
  }
}

/** A refusal is an answer; the tracker's own rules are tested elsewhere. */
async function allowed(call: () => Promise<unknown>): Promise<void> {
  try {
    await call()
  } catch (error) {
    must(isMeantimeError(error) && (error.kind === 'state' || error.kind === 'input'), `refused with ${String(error)}`)
  }
}

function authRequired(error: unknown): 'refused' {
  if (isMeantimeError(error) && error.kind === 'auth') return 'refused'
  if (isTransportError(error)) return 'refused'
  throw error
}
