import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Entry, SyncReport } from '@meantime/core'
import { type OlderEntry, stopEntry } from '@meantime/testkit/older-server'
import { must } from '../model/violation.js'
import { deliveredEntry, type Recorded, readRecorded, wrongWith } from './expected.js'
import { HIDDEN, type World } from './world.js'

const LOOKS = 14
const LONGEST_WAIT_MS = 16 * 60_000
/** Only these are for a person; everything else has to arrive. */
const PARKED_FOR_A_PERSON = new Set(['project-unknown', 'project-archived', 'project-required'])
const PARKED_SHOTS = new Set(['entry-deleted', 'refused-by-server'])

/** The server is well, everybody is back and nobody else works: then both sides agree about every entry. */
export async function checkEnd(world: World): Promise<void> {
  const { older, user, network, foreign } = world
  older.faults.clear()
  network.up = true
  network.fates = []
  await network.catchUp()
  checkForeign(world)
  const active = older.activeOf(user)
  if (active && foreign.has(active.id)) stopEntry(older.books, user, active.id)
  // Without /sync nothing can be made while something runs, so what is late waits for that.
  if (!older.hasSync && (await (await world.program()).tracker.current())) await (await world.program()).tracker.stop()
  let report: SyncReport | undefined
  for (let look = 0; look < LOOKS && !done(world, report); look += 1) {
    const { sync } = await world.program()
    report = (await world.drive(sync.syncQueue())) as SyncReport
    if (!done(world, report)) await world.pass(LONGEST_WAIT_MS)
  }
  // A beat or two of whoever tells the server that somebody is there.
  await world.pass(300_000)
  const recorded = readRecorded(world.path)
  checkDrained(recorded)
  await checkRows(world, recorded)
  checkShots(world, recorded)
  for (const name of readdirSync(dirname(world.path)))
    must(!readFileSync(join(dirname(world.path), name)).includes(HIDDEN), () => `${name} holds a token`)
}

function done(world: World, report: SyncReport | undefined): boolean {
  if (report?.status !== 'drained' && report?.status !== 'waiting') return false
  const states = readStates(world)
  return (
    !states.some(({ state }) => state === 'pending' || state === 'failed' || state === 'leased') ||
    onlyBehindParked(world)
  )
}

const readStates = (world: World) => [...([...readRecorded(world.path).values()][0]?.states.values() ?? [])]

function onlyBehindParked(world: World): boolean {
  for (const { events, states } of readRecorded(world.path).values()) {
    const first = events.find(({ id }) => (states.get(id)?.state ?? 'sent') !== 'sent')
    if (first && states.get(first.id)?.state !== 'dead') return false
  }
  for (const id of world.shots.keys()) {
    const { states } = [...readRecorded(world.path).values()][0] ?? {}
    const state = states?.get(id)?.state
    if (state !== 'sent' && state !== 'dead' && state !== undefined && !startParked(world, id)) return false
  }
  return true
}

function startParked(world: World, id: string): boolean {
  const shot = [...world.shots].find(([task]) => task === id)?.[1]
  const recorded = shot && readRecorded(world.path).get(shot.entry)
  const start = recorded?.events[0]
  return start !== undefined && recorded?.states.get(start.id)?.state === 'dead'
}

/** What is not delivered is parked, or behind something parked, and for a reason that a person can do something about. */
function checkDrained(entries: ReadonlyMap<string, Recorded>): void {
  for (const [entry, { events, states }] of entries) {
    const first = events.find(({ id }) => (states.get(id)?.state ?? 'sent') !== 'sent')
    if (!first) continue
    const { state, reason } = states.get(first.id) ?? { state: 'gone', reason: null }
    must(state === 'dead', `${first.type} of ${entry} is ${state} (${reason}) when everything should have arrived`)
    must(
      PARKED_FOR_A_PERSON.has(reason ?? ''),
      `${first.type} of ${entry} is parked for ${reason}: ${states.get(first.id)?.message}`,
    )
  }
}

/** Each entry once, with the person's own content; and nothing else. */
async function checkRows(world: World, entries: ReadonlyMap<string, Recorded>): Promise<void> {
  const { older, user, foreign, touched } = world
  const left = new Map(older.entriesOf(user).map((row) => [row.id, row]))
  for (const id of foreign) left.delete(id)
  for (const [id, recorded] of entries) {
    const entry = deliveredEntry(recorded)
    if (!entry) continue
    const here = await world.entry(id as never)
    const rows = [...left.values()].filter((row) => isAbout(row, entry, here.state === 'deleted'))
    for (const row of rows) left.delete(row.id)
    if (entry.state === 'deleted' && rows.length === 0) continue
    must(rows.length > 0, () => `the server has nothing of ${tell(entry)}`)
    must(rows.length === 1, () => `the server has ${tell(entry)} ${rows.length} times`)
    const [row] = rows
    if (!row) continue
    const open = here.state === 'running' || here.state === 'paused'
    const wrong = wrongWith(row, entry, projectOf(world, entry), isOpen(entry))
    must(
      wrong === undefined,
      () => `${tell(entry)} at the server: ${wrong}\n${JSON.stringify(row)}\n${JSON.stringify(entry)}`,
    )
    if (!open) must(row.status === 'STOPPED', () => `${tell(entry)} is over and ${row.status} at the server`)
    else if (isOpen(entry) && !(row.status === 'STOPPED' && touched.has(row.id)))
      must(row.status === (here.state === 'running' ? 'RUNNING' : 'PAUSED'), () => `${tell(entry)} is ${row.status}`)
  }
  const phantom = [...left.values()][0]
  must(phantom === undefined, () => `the server has an entry that nobody made: ${JSON.stringify(phantom)}`)
}

/** What others have at the server is theirs: it ends when they end it. */
function checkForeign({ older, user, foreign, stoppedByOthers }: World): void {
  for (const row of older.entriesOf(user)) {
    if (!foreign.has(row.id)) continue
    must(row.description === 'somebody else', `somebody else’s entry says “${row.description}”`)
    must(row.status !== 'STOPPED' || stoppedByOthers.has(row.id), 'somebody else’s entry was stopped')
  }
}

const isOpen = ({ state }: Entry): boolean => state === 'running' || state === 'paused'

function isAbout({ description }: OlderEntry, entry: Entry, deleted: boolean): boolean {
  const text = description ?? ''
  return text === entry.description || (deleted && text === `[deleted] ${entry.description}`)
}

const tell = ({ description, state }: Entry): string => `“${description}” (${state})`

function projectOf({ older }: World, { project }: Entry): string | null {
  return older.projects.find(({ name }) => name === project)?.id ?? null
}

/** No picture twice; each that counts as delivered is there. */
function checkShots({ shots, older }: World, entries: ReadonlyMap<string, Recorded>): void {
  const states = [...entries.values()][0]?.states
  for (const [id, { sha256, entry }] of shots) {
    const count = older.tables.screenshots.filter((row) => row.sha256 === sha256).length
    const { state, reason } = states?.get(id) ?? { state: 'sent', reason: null }
    must(count <= 1, `a picture is ${count} times at the server`)
    if (state === 'sent') must(count === 1, 'a picture counts as delivered and is not at the server')
    if (state === 'dead') must(PARKED_SHOTS.has(reason ?? ''), `a picture is parked for ${reason}`)
    const start = entries.get(entry)?.events[0]
    const waits = start !== undefined && states?.get(start.id)?.state === 'dead'
    must(state === 'sent' || state === 'dead' || waits, `a picture is ${state} (${reason}) at the end`)
  }
}
