import { type Entry, type EntryId, isMeantimeError, type Tracked } from '@meantime/core'
import type { Of } from './commands.js'
import { checkRoom } from './invariants.js'
import { begun, type Change, change, latest, type Sheet, shown } from './timesheet.js'
import { must, mustEqual } from './violation.js'
import { ACCOUNTS, type World } from './world.js'

/** What should be recorded, or the code of the refusal. */
type Expected = string | readonly (Change & { readonly sheet: Sheet | undefined })[]

export async function track(world: World, { app, act, ago }: Of<'track'>): Promise<void> {
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

export async function edit(world: World, { app, nth, change: what }: Of<'edit'>): Promise<void> {
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

export async function remove(world: World, { app, nth }: Of<'delete'>): Promise<void> {
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
  const incoming = touched.filter(({ id }) => !ledger.givenUp.has(id)).length
  checkRoom(before, world.rows.snapshot(), incoming)
  mustEqual(
    world.rows.openEntries(),
    ACCOUNTS.flatMap((owner) => ledger.open(owner) ?? []).map(({ account: account_id, id }) => ({ account_id, id })),
    'open entries',
  )
}

function compare(sheet: Sheet | undefined, entry: Entry): void {
  mustEqual(shown(entry), sheet && shown(sheet), `entry ${entry.id}`)
}
