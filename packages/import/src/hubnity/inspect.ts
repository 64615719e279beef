import { type AccountId, type Clock, legacyPicture, type NewScreenshot } from '@meantime/core'
import { payloadFields, payloadKeys } from '@meantime/core/legacy'
import type Database from 'better-sqlite3'
import type { FoundEntry } from '../found-entry.js'
import { sourceError } from '../import-errors.js'
import type { LeftOut, Plan } from '../plan.js'
import type { ProjectMap } from '../projects.js'
import { type DayTotal, dayEntry, unexplainedDays } from './day-totals.js'
import { type Facts, factsOf } from './facts.js'
import { isTemporary } from './old-entry.js'
import { findDatabase, thisComputer } from './places.js'
import { explained, openPrivateCopy } from './private-copy.js'
import { remarksOn } from './remarks.js'
import { Replay, type TaskCounts } from './replay.js'
import { currentUser, dayRows, hasTable, payloadOf, queueRows } from './rows.js'
import { type FoundPicture, type Settled, settleEntries } from './settle-entries.js'

export interface InspectOptions {
  /** The database, or the folder that it lies in. @default where the former client keeps it */
  readonly path?: string | undefined
  /** A folder of ours for a copy that is read; it goes when the findings are closed. */
  readonly scratch: string
  readonly clock: Pick<Clock, 'now' | 'zone' | 'sleep'>
  /** Where HUBNITY_ENCRYPTION_KEY and the places of data are looked for. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Their project ids to our project names. @default none: a project is called by its id */
  readonly projects?: ProjectMap
  /** Whose work. @default `account` when the file knows it, else the last user's */
  readonly person?: string | undefined
  readonly account?: AccountId
  /** Imports what was never stopped too, ended at the last that is known of it. @default false */
  readonly endOpen?: boolean
  /** Makes entries of totals of days that no task explains. @default false */
  readonly dayTotals?: boolean
  /** Delivers what the former server has as well. @default false: it is kept here */
  readonly resend?: boolean
  /** @default true */
  readonly pictures?: boolean
  readonly onProgress?: (what: 'copying' | 'reading', done: number, of: number | undefined) => void
  readonly signal?: AbortSignal | undefined
}

/** Everything that a database of the former client holds, and what an import would make of it. */
export interface HubnityFindings extends Plan, Pick<Settled, 'halfDelivered' | 'strandedPictures'> {
  readonly source: 'hubnity'
  readonly file: string
  /** Rows of its queue that could be read at all. */
  readonly rows: number
  readonly tasks: TaskCounts
  readonly pictures: readonly FoundPicture[]
  /** Time of days that no task explains. */
  readonly days: readonly DayTotal[]
  /** Everybody who recorded something, with how many entries; more than one where a computer is shared. */
  readonly people: readonly { readonly id: string; readonly entries: number }[]
  readonly person: string | undefined
  /** Entries that have no id of the server: they were started offline. */
  readonly withoutServerId: number
  readonly facts: Facts
  /** The picture, read anew; undefined when it cannot be read any more. */
  picture(found: FoundPicture): Pick<NewScreenshot, 'bytes' | 'mediaType'> | undefined
  /** Removes the copy that they are read from. */
  close(): Promise<void>
}

/** Reads it without ever writing to it or beside it, also while the former client runs. Close the findings afterwards. */
export async function inspect(options: InspectOptions): Promise<HubnityFindings> {
  const { path, scratch, clock, onProgress, signal } = options
  const env = options.env ?? process.env
  const file = await findDatabase(path, thisComputer(env))
  const onBytes = (done: number, of: number) => {
    signal?.throwIfAborted()
    onProgress?.('copying', done, of)
  }
  const copy = await openPrivateCopy(file, { scratch, clock, onBytes })
  try {
    const keys = payloadKeys(file, env)
    const close = () => copy.close()
    return { ...(await findingsOf(copy.database, file, keys, options)), close }
  } catch (error) {
    await copy.close()
    throw explained(error, file)
  }
}

async function findingsOf(
  database: Database.Database,
  file: string,
  keys: readonly Buffer[],
  options: InspectOptions,
): Promise<Omit<HubnityFindings, 'close'>> {
  refuseOther(database, file)
  const replay = await replayed(database, keys, options)
  const { pictures: wanted = true, projects = new Map(), endOpen = false, resend = false, clock } = options
  const people = peopleOf(replay)
  const person = personOf(people, currentUser(database), options)
  const settled = settleEntries(replay.entries, { now: clock.now(), projects, endOpen, resend, person })
  const days = daysOf(database, settled.entries, options)
  const entries = [...settled.entries, ...days.entries].sort(byStart)
  const leftOut = [...replay.leftOut, ...settled.leftOut, ...days.leftOut]
  const withoutServerId = replay.entries.filter(({ names }) => [...names].every(isTemporary)).length
  const { halfDelivered, strandedPictures } = settled
  const pictures = wanted ? settled.pictures : []
  const found = { file, rows: replay.rows, tasks: replay.tasks, people, person, days: days.totals, withoutServerId }
  const plan = { source: 'hubnity' as const, entries, leftOut, halfDelivered, strandedPictures, pictures }
  const facts = factsOf({ ...found, ...plan }, settled.counts, replay.senseless, options)
  const remarks = remarksOn(facts, options)
  const picture = ({ row, size }: FoundPicture) =>
    legacyPicture(payloadFields(payloadOf(database, { id: row, size }), keys)?.imageData)
  return { ...found, ...plan, facts, remarks, picture }
}

/** Lets go of the thread now and then: a window that shows the progress must live. */
async function replayed(
  database: Database.Database,
  keys: readonly Buffer[],
  options: InspectOptions,
): Promise<Replay> {
  const replay = new Replay(keys)
  if (!hasTable(database, 'sync_queue')) return replay
  let seen = 0
  for (const row of queueRows(database)) {
    replay.take(row, () => ('gapAfter' in row ? undefined : payloadOf(database, row)))
    seen += 1
    if (seen % 200 === 0) {
      options.signal?.throwIfAborted()
      options.onProgress?.('reading', seen, undefined)
      await new Promise(setImmediate)
    }
  }
  return replay
}

function daysOf(database: Database.Database, entries: readonly FoundEntry[], options: InspectOptions) {
  const { clock, dayTotals = false, resend = false } = options
  const zone = clock.zone()
  const rows = dayRows(database)
  const damaged: LeftOut = { where: 'the totals of days', reason: 'unreadable', detail: 'the file is damaged there' }
  const { totals, leftOut } = unexplainedDays(rows ?? [], entries, { now: clock.now(), zone })
  return {
    totals,
    leftOut: rows === undefined ? [damaged] : leftOut,
    entries: dayTotals ? totals.map((total) => dayEntry(total, entries, { zone, resend })) : [],
  }
}

function peopleOf({ entries }: Replay): HubnityFindings['people'] {
  const counts = new Map<string, number>()
  for (const { userId } of entries) if (userId !== undefined) counts.set(userId, (counts.get(userId) ?? 0) + 1)
  return [...counts].map(([id, entries]) => ({ id, entries }))
}

/** The hours of one person must not become another's. */
function personOf(
  people: HubnityFindings['people'],
  told: string | undefined,
  { person, account }: Pick<InspectOptions, 'person' | 'account'>,
): string | undefined {
  if (person !== undefined) return person
  if (people.some(({ id }) => id === account)) return account
  return people.length === 0 ? undefined : (told ?? people.at(-1)?.id)
}

function refuseOther(database: Database.Database, file: string): void {
  if (hasTable(database, 'sync_queue') || hasTable(database, 'time_entries')) return
  const ours = hasTable(database, 'events') && hasTable(database, 'lanes')
  const message = ours ? `${file} is Meantime's own database.` : `${file} is a database of another program.`
  throw sourceError('SOURCE_NOT_HUBNITY', message, 'Name the file hubnity.db of the former client.')
}

const byStart = (a: FoundEntry, b: FoundEntry): number => (a.steps[0]?.at ?? 0) - (b.steps[0]?.at ?? 0)
