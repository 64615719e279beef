import {
  type AccountId,
  type Clock,
  type Decision,
  type Entry,
  type EntryId,
  type EntryQuery,
  type EventDraft,
  type Journal,
  type JournalState,
  type Logger,
  MeantimeError,
  type NewId,
  type Recorded,
  type RecordOptions,
  type Reoffered,
  type ReofferRequest,
} from '@meantime/core'
import type { Connection } from '../file/connection.js'
import type { SqliteFile } from '../file/sqlite-file.js'
import { hasRoom, makeRoom } from '../queue/capacity.js'
import { insertGivenUp, isGivenUp } from '../queue/given-up.js'
import { insertTask } from '../queue/insert-task.js'
import { adopt } from './adopt.js'
import { append } from './append.js'
import { accountOf, entryEndedWithin, findEntries, foldedEntry, openEntry } from './entry-rows.js'
import type { Stamp } from './event-rows.js'
import { FoldedEntries } from './folded-entries.js'
import { reoffer } from './reoffer.js'

/** The journal in one SQLite file, with the queue as its outbox in the same transaction. */
export class SqliteJournal implements Journal {
  private readonly folded = new FoldedEntries()

  constructor(
    private readonly file: SqliteFile,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly logger: Logger,
  ) {}

  /** Known once the file is open. */
  get deviceId(): string {
    return this.file.deviceId
  }

  async record(account: AccountId, decide: Decision, options: RecordOptions = {}): Promise<Recorded> {
    const { deliver = true, zone = this.clock.zone() } = options
    const { recorded, dropped } = await this.file.write((connection) => {
      const known = new Map<EntryId, Entry>()
      const drafts = decide(stateOf(connection, account, known))
      if (!Array.isArray(drafts)) throw notADecision()
      const dropped = drafts.length === 0 || !deliver ? 0 : this.makeRoom(connection, drafts)
      const stamp = { ...this.stamp(), zone }
      const recorded = append(connection, account, drafts, stamp, known, deliver ? insertTask : insertGivenUp)
      return { recorded, dropped }
    })
    if (dropped > 0) this.logger.warn('screenshots or samples were given up to make room in the queue', { dropped })
    return recorded
  }

  open(account: AccountId): Promise<Entry | undefined> {
    return this.file.read((connection) => openEntry(connection, account))
  }

  entry(id: EntryId): Promise<Entry | undefined> {
    return this.file.read((connection) => foldedEntry(connection, id))
  }

  entries(query: EntryQuery): Promise<readonly Entry[]> {
    return this.file.read((connection) => findEntries(connection, query, this.folded))
  }

  adopt(account: AccountId): Promise<number> {
    return this.file.write((connection) => adopt(connection, account, this.stamp(), this.newId))
  }

  reoffer(account: AccountId, request: ReofferRequest = {}): Promise<Reoffered> {
    return this.file.write((connection) => reoffer(connection, account, request, this.clock.now()))
  }

  /** What is given up at once takes no room; that is looked at only when there is none. */
  private makeRoom(connection: Connection, drafts: readonly EventDraft[]): number {
    const { capacity } = this.file.settings
    if (hasRoom(connection, drafts.length, capacity)) return 0
    const open = drafts.filter(({ type, entryId }) => type === 'start' || !isGivenUp(connection, entryId))
    return makeRoom(connection, open.length, capacity, this.clock.now())
  }

  private stamp(): Stamp {
    return { recordedAt: this.clock.now(), zone: this.clock.zone(), deviceId: this.deviceId }
  }
}

/** Reads only what a decision really looks at, and keeps it in `known` for the events that follow. */
function stateOf(connection: Connection, account: AccountId, known: Map<EntryId, Entry>): JournalState {
  const keep = (entry: Entry | undefined) => {
    if (entry) known.set(entry.id, entry)
    return entry
  }
  return {
    get open() {
      return keep(openEntry(connection, account))
    },
    endedWithin: (from, to) => keep(entryEndedWithin(connection, account, from, to)),
    entry: (id) => (accountOf(connection, id) === account ? keep(foldedEntry(connection, id)) : undefined),
  }
}

function notADecision(): MeantimeError {
  const message = 'A decision must return its events at once, not a promise.'
  return new MeantimeError({ code: 'NOT_A_DECISION', kind: 'bug', message, safe: 'Nothing was recorded.' })
}
