import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AccountId,
  coreServices,
  createApp,
  type EntryId,
  type EventId,
  JOURNAL,
  LOCAL_ACCOUNT,
  STATE_STORE,
  TASK_QUEUE,
} from '@meantime/core'
import { queueReport, RECOVERED, type RecoveredNotice, sqliteQueue } from '@meantime/queue-sqlite'
import Database from 'better-sqlite3'
import { isSame } from './oracle.js'
import { type EventFact, FILE, type Original } from './original.js'

/** What became of one damaged database. */
export interface Examined {
  readonly recovered: boolean
  /** Of the events that were there before. */
  readonly kept: number
  readonly lost: number
  /** Of the lost ones, how many nothing tells of. */
  readonly untold: number
  /** Promises that were broken, in words. */
  readonly broken: readonly string[]
}

const EVE = 'eeeeeeee-0000-7000-8000-00000000000e' as AccountId

/** Opens a damaged database with the real plugin, twice, and compares what is there with what was. */
export async function examine(folder: string, original: Original, readable: ReadonlySet<string>): Promise<Examined> {
  const broken: string[] = []
  const must = (holds: boolean, what: string) => holds || broken.push(what)
  const file = join(folder, FILE)
  const before = new Map(['', '-wal'].map((suffix) => [suffix, contentOf(file + suffix)]))

  const notice = await opened(file, async (app) => {
    const told = await app.get(STATE_STORE).get<RecoveredNotice>(RECOVERED)
    await recordOne(app)
    return told
  })
  const asides = asideFiles(folder)
  await opened(file, async (app) => {
    await recordOne(app)
  })
  must(asideFiles(folder).length === asides.length, 'the second start set something aside again')
  must(!existsSync(`${file}.damaged`), 'the file is still marked as damaged')
  if (notice) {
    must(!notice.failed, 'the salvage failed')
    for (const [suffix, content] of before) {
      const aside = contentOf(join(folder, notice.file + suffix))
      must(content === undefined || aside?.equals(content) === true, `the damaged original${suffix} is not beside`)
    }
  }

  const database = new Database(file, { readonly: true })
  try {
    must(database.pragma('integrity_check', { simple: true }) === 'ok', 'the integrity check finds something')
    const rows = database
      .prepare<[string], EventFact & { account_id: string }>('SELECT * FROM events WHERE account_id <> ?')
      .all(EVE)
    const present = new Map(rows.map((row) => [row.id, row]))
    compareEvents(present)
    compareTasks(database, present)
    const kept = [...present.keys()].filter((id) => original.events.has(id)).length
    const lost = original.events.size - kept
    const told = notice === undefined ? 0 : notice.lostPages > 0 ? lost : notice.lostEvents
    return { recovered: notice !== undefined, kept, lost, untold: Math.max(0, lost - told), broken }
  } finally {
    database.close()
    const { totals } = await queueReport(file)
    const { recorded, delivered, queued, parked, cancelled, dropped } = totals
    must(recorded === delivered + queued + parked + cancelled + dropped, 'the ledger does not add up')
  }

  function compareEvents(present: ReadonlyMap<string, EventFact & { account_id: string }>): void {
    for (const id of readable) must(present.has(id), `event ${original.events.get(id)?.seq} could be read and is gone`)
    let added = 0
    const different: string[] = []
    const last = Math.max(...[...original.events.values()].map(({ seq }) => seq))
    const lostTheEnd = ![...present.values()].some(({ seq }) => seq === last) || (notice?.lostPages ?? 0) > 0
    for (const [id, event] of present) {
      const known = original.events.get(id)
      if (!known) added += 1
      else {
        if (!isSame(event, known))
          different.push(`event ${known.seq} is not as it was recorded: ${difference(event, known)}`)
        // Work that was adopted last may be nobody's again when the end of the file is lost; never somebody else's.
        const owner = event.account_id === LOCAL_ACCOUNT && lostTheEnd ? LOCAL_ACCOUNT : original.owners.get(id)
        must(event.account_id === owner, `event ${known.seq} belongs to somebody else now`)
      }
    }
    // What is known from a task alone is as the disk has it, and the person is told that nothing proves it.
    if (different.length > (notice?.unchecked ?? 0)) broken.push(...different)
    must(added === (notice?.stopped ?? 0), `${added} events were invented, ${notice?.stopped ?? 0} of them told`)
  }

  function compareTasks(database: Database.Database, present: ReadonlyMap<string, EventFact>): void {
    const states = new Map(
      database
        .prepare<[], { id: string; state: string }>('SELECT id, state FROM tasks')
        .all()
        .map(({ id, state }) => [id, state]),
    )
    for (const id of present.keys()) {
      const was = original.states.get(id) ?? (original.events.has(id) ? 'purged' : 'new')
      const is = states.get(id)
      const open = is !== undefined && !['sent', 'cancelled'].includes(is)
      if (was === 'sent' || was === 'cancelled' || was === 'purged')
        must(open || (is ?? 'purged') === was, `a task that was ${was} is ${is}`)
      else must(open, `a task that was ${was} is ${is ?? 'gone'}`)
    }
  }
}

function difference(event: EventFact, original: EventFact): string {
  const changed = Object.keys(original).filter((column) => event[column] !== original[column])
  return changed.map((column) => `${column} ${brief(event[column])}, was ${brief(original[column])}`).join('; ')
}

const brief = (value: unknown): string => JSON.stringify(value).slice(0, 80)

type App = ReturnType<typeof createApp>

async function opened<T>(file: string, work: (app: App) => Promise<T>): Promise<T> {
  const app = createApp({ plugins: [coreServices(), sqliteQueue({ file })] })
  await app.start(JOURNAL, TASK_QUEUE, STATE_STORE)
  try {
    return await work(app)
  } finally {
    await app.stop()
  }
}

async function recordOne(app: App): Promise<void> {
  const fields = { entryId: crypto.randomUUID() as EntryId, occurredAt: Date.now() }
  const event = (type: 'stop') => ({ ...fields, id: crypto.randomUUID() as EventId, type })
  const start = {
    ...fields,
    id: crypto.randomUUID() as EventId,
    type: 'start',
    description: '',
    project: null,
  } as const
  await app.get(JOURNAL).record(EVE, () => [start, event('stop')])
}

const asideFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => name.includes('.corrupt-'))

const contentOf = (path: string): Buffer | undefined => (existsSync(path) ? readFileSync(path) : undefined)
