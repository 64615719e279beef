import {
  AUTH_REQUIRED,
  type Entry,
  type EntryId,
  isMeantimeError,
  isQueueFullError,
  type Settlement,
  type TaskId,
  type Tracked,
} from '@meantime/core'
import type { Command } from './commands.js'
import { checkClaim, checkRoom } from './invariants.js'
import { CAPACITY } from './program.js'
import { isOpen } from './rows.js'
import { HIDDEN } from './server.js'
import { begun, type Change, change, latest, type Sheet, shown } from './timesheet.js'
import { must, mustEqual } from './violation.js'
import { ACCOUNTS, script, type World } from './world.js'

type Of<Name extends Command['do']> = Extract<Command, { readonly do: Name }>

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

/** What should be recorded, or the code of the refusal. */
type Expected = string | readonly (Change & { readonly sheet: Sheet | undefined })[]

async function track(world: World, { app, act, ago }: Of<'track'>): Promise<void> {
  if (!world.person.account) return
  const { program } = await world.program(app)
  const now = world.clock.now()
  const at = ago === null ? undefined : Math.max(0, now - ago)
  const text = `work ${world.ledger.sheets.size}`
  const options = at === undefined ? {} : { at }
  const expected = expectedOf(world, act, now, at, text)
  await record(world, expected, () => {
    if (act === 'start') return program.tracker.start({ description: text, ...options })
    if (act === 'switch') return program.tracker.start({ description: text, whenOpen: 'stop', ...options })
    return program.tracker[act](options)
  })
}

function expectedOf(
  world: World,
  act: Of<'track'>['act'],
  now: number,
  at: number | undefined,
  text: string,
): Expected {
  const open = world.ledger.open(world.account)
  const moment = at ?? now
  const early = open !== undefined && at !== undefined && at < latest(open) ? 'TIME_BEFORE_LAST' : undefined
  const start = { type: 'start', at: moment, text, sheet: undefined }
  // A named start within time that is worked already would count twice.
  const worked = at !== undefined && world.ledger.endedWithin(world.account, at, now) ? 'TIME_OVERLAPS' : undefined
  if (act === 'start') return open ? 'ALREADY_TRACKING' : (worked ?? [start])
  if (act === 'switch') return worked ?? early ?? (open ? [{ type: 'stop', at: moment, sheet: open }, start] : [start])
  if (!open) return 'NOTHING_RUNNING'
  if (act === 'pause' && open.state === 'paused') return 'ALREADY_PAUSED'
  if (act === 'resume' && open.state === 'running') return 'ALREADY_RUNNING'
  return early ?? [{ type: act, at: moment, sheet: open }]
}

async function edit(world: World, { app, nth, change: what }: Of<'edit'>): Promise<void> {
  const sheet = world.ledger.some(world.account, nth)
  if (!world.person.account || !sheet) return
  const { program } = await world.program(app)
  const now = world.clock.now()
  const from = Math.max(0, now - 7_200_000)
  const stretches = what === 'text' ? undefined : [{ from, to: what === 'reopen' ? null : Math.max(0, now - 60_000) }]
  const text = what === 'text' ? `edited ${nth}` : undefined
  const edited = { type: 'edit', at: now, sheet, ...(text ? { text } : {}), ...(stretches ? { stretches } : {}) }
  const open = world.ledger.open(world.account)
  const refused = what === 'reopen' && (sheet.state === 'stopped' || (open !== undefined && open !== sheet))
  const expected = sheet.state === 'deleted' ? 'ENTRY_UNKNOWN' : refused ? 'ENTRY_STOPPED' : [edited]
  const changes = { ...(text ? { description: text } : {}), ...(stretches ? { segments: stretches } : {}) }
  await record(world, expected, () => program.tracker.edit(sheet.id as EntryId, changes))
}

async function remove(world: World, { app, nth }: Of<'delete'>): Promise<void> {
  const sheet = world.ledger.some(world.account, nth)
  if (!world.person.account || !sheet) return
  const { program } = await world.program(app)
  const expected = sheet.state === 'deleted' ? 'ENTRY_UNKNOWN' : [{ type: 'delete', at: world.clock.now(), sheet }]
  await record(world, expected, () => program.tracker.delete(sheet.id as EntryId))
}

/** One call of the tracker: exactly the expected events are in the journal and in the queue, or nothing is. */
async function record(world: World, expected: Expected, call: () => Promise<Tracked>): Promise<void> {
  const before = world.check()
  const { ledger, account } = world
  let tracked: Tracked
  try {
    tracked = await call()
  } catch (error) {
    const code = isMeantimeError(error) ? error.code : String(error)
    must(code === expected, () => `refused with ${code} instead of ${JSON.stringify(expected)}`)
    must(world.rows.eventsAfter(world.eventSeq).length === 0, 'a refused call left an event behind')
    return
  }
  must(typeof expected !== 'string', () => `taken instead of refused with ${String(expected)}`)
  const events = world.rows.eventsAfter(world.eventSeq)
  mustEqual(
    events.map(({ type, occurred_at, account_id }) => [type, occurred_at, account_id]),
    expected.map(({ type, at }) => [type, at, account]),
    'events of one call',
  )
  const touched: Sheet[] = []
  expected.forEach((one, index) => {
    const event = events[index]
    if (!event) return
    world.eventSeq = event.seq
    const sheet = one.sheet ?? begun(event.entry_id, account, one.at, one.text ?? '')
    mustEqual(event.entry_id, sheet.id, `entry of a ${one.type}`)
    if (!one.sheet) ledger.sheets.set(sheet.id, sheet)
    else change(sheet, one)
    sheet.events.push({ id: event.id, type: one.type, occurredAt: one.at })
    const type = `time_entry_${event.type}` as 'time_entry_start'
    ledger.add({ id: event.id, lane: sheet.id, account, type, of: undefined })
    touched.push(sheet)
  })
  compare(touched.at(-1), tracked.entry)
  if (tracked.stopped) compare(touched[0], tracked.stopped)
  checkRoom(before, world.rows.snapshot(), expected.length)
  mustEqual(
    world.rows.openEntries(),
    ACCOUNTS.flatMap((owner) => ledger.open(owner) ?? []).map(({ account: account_id, id }) => ({ account_id, id })),
    'open entries',
  )
}

function compare(sheet: Sheet | undefined, entry: Entry): void {
  mustEqual(shown(entry), sheet && shown(sheet), `entry ${entry.id}`)
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
  const full = before.tasks.filter(isOpen).length >= CAPACITY && !(again && before.byId.has(again))
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

async function claim(world: World, { app, limit }: Of<'claim'>): Promise<void> {
  const { program } = await world.program(app)
  const lease = await program.queue.claim({ account: world.account, limit })
  if (!lease) return
  world.hands.push({ token: lease.token, tasks: lease.tasks, outcomes: new Map() })
  const ids = lease.tasks.map(({ id }) => id)
  const snapshot = world.rows.snapshot()
  for (const id of ids)
    must(snapshot.byId.get(id)?.lease_token === lease.token, () => `${id} was lent and is not leased`)
  checkClaim(snapshot, ids, limit)
}

/** Somebody's request, sent by hand; it may be the late one of a program that lost its lease long ago. */
async function carry(world: World, { nth, fate }: Of<'carry'>): Promise<void> {
  const hand = world.hands[world.hands.length - 1 - (nth % Math.max(1, Math.min(world.hands.length, 4)))]
  if (!hand) return
  const given = new Map(world.ledger.answers)
  const outcomes = world.server.apply(hand.tasks, fate.kind === 'items' ? world.server.moody(fate.n) : undefined)
  // Whoever settles pays for the answer, not whoever asked.
  world.ledger.answers.clear()
  for (const [id, n] of given) world.ledger.answers.set(id, n)
  if (fate.kind === 'lost') return
  for (const [id, outcome] of outcomes) hand.outcomes.set(id, outcome)
}

async function settle(world: World, { app, nth, n }: Of<'settle'>): Promise<void> {
  const hand = world.hands[world.hands.length - 1 - (nth % Math.max(1, Math.min(world.hands.length, 6)))]
  if (!hand) return
  const { program } = await world.program(app)
  const before = world.check()
  const some = hand.tasks.slice(n % 5 === 0 ? 1 : 0, n % 3 === 0 ? 2 : undefined)
  const twice = n % 7 === 0 ? [...some, ...some.slice(0, 1)] : some
  const settlements = twice.map(({ id }, index) =>
    settlementOf(id, hand.outcomes.get(id)?.kind, world.clock.now(), n + index),
  )
  const free = new Set(before.tasks.filter((row) => row.lease_token === hand.token).map(({ id }) => id))
  const stale: TaskId[] = []
  for (const { id, result } of settlements) {
    if (!free.delete(id)) stale.push(id)
    else if (result !== 'released') world.ledger.answered(id)
  }
  const told = await program.queue.settle(hand.token as never, settlements)
  mustEqual([told.stale, told.settled], [stale, twice.length - stale.length], 'what a settlement says')
  const after = world.rows.snapshot()
  for (const id of stale) {
    if (some.some((task) => task.id === id) && before.byId.get(id)?.lease_token === hand.token) continue
    mustEqual(after.byId.get(id), before.byId.get(id), `${id} under a stale token`)
  }
}

function settlementOf(id: TaskId, outcome: string | undefined, now: number, n: number): Settlement {
  const reason = { code: 'by-hand', message: 'Said by the model.' }
  const notBefore = now + (n % 25) * 60_000
  if (outcome === 'applied' || outcome === 'duplicate') return { id, result: 'sent' }
  if (outcome === 'rejected') return { id, result: 'dead', reason }
  if (outcome === 'retry') return { id, result: 'failed', notBefore, reason }
  // A server may also refuse what it never took, in the middle of an entry.
  if (n % 4 === 3) return { id, result: 'dead', reason }
  return n % 2 ? { id, result: 'released' } : { id, result: 'released', notBefore, reason }
}

async function renew(world: World, { app, nth }: Of<'renew'>): Promise<void> {
  const hand = world.hands[world.hands.length - 1 - (nth % Math.max(1, world.hands.length))]
  if (!hand) return
  const { program } = await world.program(app)
  const held = world.check().leases.some(({ token }) => token === hand.token)
  mustEqual(await program.queue.renew(hand.token as never), held, 'renewing a lease')
  const lease = world.rows.snapshot().leases.find(({ token }) => token === hand.token)
  must(!lease || lease.expires_at === world.clock.now() + 60_000, 'a renewed lease does not last a minute')
}

async function retry(world: World, { app, nth }: Of<'retry'>): Promise<void> {
  const { program } = await world.program(app)
  const before = world.check()
  const id = nth === null ? undefined : world.ledger.someTask(nth)
  world.byHand = true
  await program.queue.retry(world.account, nth === null ? undefined : id ? [id] : [])
  const after = world.rows.snapshot()
  for (const row of before.tasks) {
    const meant = row.account_id === world.account && row.state === 'dead' && (nth === null || row.id === id)
    mustEqual(after.byId.get(row.id)?.state, meant ? 'pending' : row.state, `${row.id} after a retry by hand`)
  }
  const waiting = after.lanes.filter(({ state, account_id }) => state === 'waiting' && account_id === world.account)
  must(waiting.length === 0, 'a retry by hand left a lane waiting')
}

async function cancel(world: World, { app, nth }: Of<'cancel'>): Promise<void> {
  const id = world.ledger.someTask(nth)
  if (!id) return
  const { program } = await world.program(app)
  const before = world.check()
  world.byHand = true
  const row = before.byId.get(id)
  const meant = row && ['pending', 'failed', 'dead'].includes(row.state)
  const start = meant && row.entity_type === 'time_entry_start'
  await program.queue.cancel([id])
  if (start) world.ledger.startless.add(row.lane)
  const after = world.rows.snapshot()
  for (const { id: other, state, lane } of before.tasks) {
    const now = after.byId.get(other)?.state
    const behind = start && lane === row.lane && isOpen({ state }) && state !== 'leased'
    mustEqual(now, meant && (other === id || behind) ? 'cancelled' : state, `${other} after a cancel`)
  }
}
