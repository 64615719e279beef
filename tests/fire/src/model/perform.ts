import { AUTH_REQUIRED, type EntryId, isMeantimeError, isQueueFullError, type TaskId } from '@meantime/core'
import { cancel, carry, claim, renew, retry, settle } from './by-hand.js'
import type { Command, Of } from './commands.js'
import { CAPACITY } from './program.js'
import { edit, remove, track } from './recording.js'
import { isOpen } from './rows.js'
import { HIDDEN } from './server.js'
import { must } from './violation.js'
import { ACCOUNTS, script, type World } from './world.js'

/** Does a command to the program and to the model, and compares what both say. */
export async function perform(world: World, command: Command): Promise<void> {
  switch (command.do) {
    case 'wait':
      return world.clock.advance(command.ms)
    case 'jump':
      return world.clock.set(Math.max(0, world.clock.now() + command.ms))
    case 'account':
      world.person.account = command.account === 'nobody' ? undefined : ACCOUNTS[command.account]
      return
    case 'track':
      return track(world, command)
    case 'edit':
      return edit(world, command)
    case 'delete':
      return remove(world, command)
    case 'enqueue':
      return enqueue(world, command)
    case 'sync':
      return sync(world, command)
    case 'sync-both':
      return syncBoth(world, command)
    case 'claim':
      return claim(world, command)
    case 'carry':
      return carry(world, command)
    case 'settle':
      return settle(world, command)
    case 'renew':
      return renew(world, command)
    case 'retry':
      return retry(world, command)
    case 'cancel':
      return cancel(world, command)
    case 'purge':
      await (await world.program(command.app)).program.queue.purge()
      return
    case 'crash':
    case 'restart':
      return world.end(command.app, command.do)
  }
}

async function enqueue(world: World, { app, type, n }: Of<'enqueue'>): Promise<void> {
  const { program } = await world.program(app)
  const { account, ledger, rows } = world
  const before = rows.snapshot()
  const again = n % 9 === 0 ? ledger.someTask(n) : undefined
  const id = again ?? (`0190b000-0000-7000-9000-${String(ledger.tasks.size).padStart(11, '0')}${n % 10}` as TaskId)
  const entry = n % 3 === 0 ? undefined : ledger.open(account)
  const of = entry ? { entryId: entry.id as EntryId } : {}
  const payload = { n, ...of, ...(n % 5 === 0 ? { deep: [{ accessToken: HIDDEN }], refreshToken: HIDDEN } : {}) }
  const takesNoRoom = (again && before.byId.has(again)) || (entry && ledger.givenUp.has(entry.id))
  const full = before.tasks.filter(isOpen).length >= CAPACITY && !takesNoRoom
  if (again && !before.byId.has(again)) return
  const refused = await program.queue.enqueue({ id, account, entityType: type, payload, ...of }).then(
    () => false,
    (error: unknown) => {
      if (!isQueueFullError(error)) throw error
      return true
    },
  )
  must(
    refused === full,
    () => `a ${type} was ${refused ? 'refused' : 'taken'} with ${before.tasks.filter(isOpen).length} open`,
  )
  if (!refused && !again) ledger.add({ id, lane: id, account, type, of: entry?.id })
}

async function sync(world: World, { app, how, fates, during }: Of<'sync'>): Promise<void> {
  // A run that waits for its own run would wait for ever: inside of one, only the other program may deliver.
  const running = await world.program(world.depth > 1 ? (world.syncing === 0 ? 1 : 0) : app)
  if (world.depth > 2) return
  const { program, death } = running
  if (world.depth === 1) world.syncing = app
  running.script = script(fates, during)
  if (how === 'parked') world.byHand = true
  const { account } = world.person
  const call = () =>
    how === 'queue'
      ? program.sync.syncQueue()
      : how === 'now'
        ? program.sync.syncQueueNow()
        : program.sync.retryFailedTasks()
  const ended = await world.drive(call().catch(authRequired), death)
  const { refused } = running.script
  running.script = script()
  if (ended === 'died') return
  const after = world.check()
  const left = after.leases.filter(({ token }) => running.leases.has(token))
  must(left.length === 0, 'a run ended and kept a lease')
  if (ended === 'refused') {
    const reason = !account || refused > 1 || account !== world.person.account || world.depth > 1
    return must(reason || during.length > 0, 'signing in was asked for without a reason')
  }
  if (during.length > 0 || (ended.status !== 'drained' && ended.status !== 'waiting')) return
  const ready = after.lanes.filter(({ state, account_id }) => state === 'ready' && account_id === account)
  must(ready.length === 0, () => `the run says ${ended.status}, and lane ${ready[0]?.key} is ready`)
}

async function syncBoth(world: World, { fates }: Of<'sync-both'>): Promise<void> {
  if (world.depth > 1) return
  const both = [await world.program(0), await world.program(1)]
  for (const one of both) one.script = script(fates)
  const runs = both.map(({ program, death }) => Promise.race([program.sync.syncQueue().catch(authRequired), death]))
  await world.drive(Promise.all(runs))
  for (const one of both) one.script = script()
}

function authRequired(error: unknown): 'refused' {
  if (isMeantimeError(error, AUTH_REQUIRED)) return 'refused'
  throw error
}
