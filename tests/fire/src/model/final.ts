import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type EntryId, foldEntry, type TimeEvent } from '@meantime/core'
import { queueReport } from '@meantime/queue-sqlite'
import { byLane } from './invariants.js'
import type { Ledger } from './ledger.js'
import { HIDDEN } from './server.js'
import { type Sheet, shown } from './timesheet.js'
import { must, mustEqual } from './violation.js'
import { ACCOUNTS, type World } from './world.js'

const LONGEST_WAIT_MS = 16 * 60_000

/**
 * The server is well, everybody is back, and somebody looks at the queue: 16 minutes later one more look delivers all.
 * (The first look notices deadlines that only a clock put back explains; a program that stays open looks all the time.)
 */
export async function checkEnd(world: World, withReport: boolean): Promise<void> {
  world.server.poison.clear()
  for (const look of ['first', 'second'] as const) {
    for (const account of ACCOUNTS) {
      world.person.account = account
      const { status } = await world.finalSync()
      const done = status === 'drained' || status === 'waiting'
      must(done || look === 'first', () => `the last run is ${status}`)
    }
    if (look === 'first') world.clock.advance(LONGEST_WAIT_MS)
  }
  checkDrained(world)
  checkSums(world)
  await checkEntries(world)
  if (withReport) await checkReport(world)
  for (const name of readdirSync(dirname(world.path)))
    must(!readFileSync(join(dirname(world.path), name)).includes(HIDDEN), () => `${name} holds a token`)
}

/** What is still open is parked, or waits behind something parked. */
function checkDrained({ rows, ledger }: World): void {
  const lanes = byLane(rows.snapshot().tasks)
  for (const [key, own] of lanes) {
    const [head] = own
    const of = head && ledger.tasks.get(head.id)?.of
    const behindStart = of !== undefined && lanes.get(of)?.[0]?.entity_type === 'time_entry_start'
    const parked = head?.state === 'dead' || behindStart
    must(parked, () => `lane ${key} is not drained: ${own.map(({ entity_type, state }) => `${entity_type} ${state}`)}`)
  }
}

/** recorded = delivered + queued + parked + cancelled + dropped, and delivered means that it took effect. */
function checkSums({ rows, ledger, server }: World): void {
  const { tasks, drops } = rows.snapshot()
  const purged = [...ledger.tasks.values()].filter(({ gone }) => gone === 'purged').length
  must(tasks.length + drops.length + purged === ledger.tasks.size, 'the sums do not add up')
  for (const { id, state } of tasks) if (state === 'sent') must(server.effects.has(id), `${id} was not delivered`)
}

async function checkReport({ path, ledger }: World): Promise<void> {
  const { totals } = await queueReport(path)
  const { recorded, delivered, queued, parked, cancelled, dropped } = totals
  mustEqual(recorded, ledger.tasks.size, 'recorded, by the report')
  mustEqual(delivered + queued + parked + cancelled + dropped, recorded, 'the sum of the report')
}

/** What was given up by hand came all the same, by a late request, behind what was recorded after it. */
function isOfAPerson(sheet: Sheet, arrived: readonly TimeEvent[], ledger: Ledger): boolean {
  const inOrder = sheet.events.every(({ id }, index) => arrived[index]?.id === (id as string))
  return !inOrder && sheet.events.some(({ id }) => ledger.tasks.get(id)?.cancelled)
}

/** Program, model and, where everything arrived, server agree on every entry, to the millisecond. */
async function checkEntries(world: World): Promise<void> {
  const { ledger, server } = world
  const { program } = await world.program(0)
  for (const sheet of ledger.sheets.values()) {
    const entry = await program.journal.entry(sheet.id as EntryId)
    must(entry !== undefined, `entry ${sheet.id} is gone`)
    mustEqual(shown(entry), shown(sheet), `entry ${sheet.id}`)
    const arrived = (server.lanes.get(sheet.id) ?? []).map(({ payload }) => payload as TimeEvent)
    const times = new Map(sheet.events.map(({ id, occurredAt }) => [id as string, occurredAt]))
    for (const { id, occurredAt } of arrived) mustEqual(occurredAt, times.get(id), `time of ${id} at the server`)
    if (arrived.length < sheet.events.length || isOfAPerson(sheet, arrived, ledger)) continue
    const there = foldEntry(arrived)
    must(there !== undefined, `the server has no entry ${sheet.id}`)
    mustEqual(shown(there), shown(sheet), `entry ${sheet.id} at the server`)
  }
}
