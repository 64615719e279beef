import { NO_LIFECYCLE, token } from './container.js'
import {
  decideDelete,
  decideEdit,
  decidePause,
  decideResume,
  decideStart,
  decideStop,
  type When,
} from './domain/decide.js'
import type { Entry } from './domain/entry.js'
import type { Edited } from './domain/event.js'
import { type AccountId, type EntryId, LOCAL_ACCOUNT } from './domain/ids.js'
import type { Profiles } from './ports/account.js'
import type { Clock } from './ports/clock.js'
import type { NewId } from './ports/ids.js'
import type { Decision, EntryQuery, Journal } from './ports/journal.js'

export interface StartOptions {
  /** @default '' */
  description?: string
  /** @default null, no project */
  project?: string | null
  /** What to do when an entry is open. @default 'refuse' */
  whenOpen?: 'refuse' | 'stop'
  /** An earlier moment, UTC ms. @default now */
  at?: number | undefined
}

export interface AtOptions {
  /** An earlier moment, UTC ms. @default now */
  at?: number | undefined
}

/** What a recording changed: the entry it was about, and the one that it stopped on the way. */
export interface Tracked {
  readonly entry: Entry
  readonly stopped?: Entry
}

/**
 * What people do: start, pause, resume, stop, edit, delete. When a call returns, it is on the disk and queued for
 * delivery. Throws MeantimeErrors of kind state (wrong moment) or input (wrong words); then nothing was changed.
 */
export class TimeTracker {
  /** Its `start` begins an entry; an app that starts must not. */
  readonly [NO_LIFECYCLE] = true

  constructor(
    private readonly journal: Journal,
    private readonly profiles: Profiles,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Whose work is recorded now: who signed in last on this computer, or LOCAL_ACCOUNT before anybody did. */
  get account(): AccountId {
    return this.profiles.current()?.accountId ?? LOCAL_ACCOUNT
  }

  async start({ description = '', project = null, whenOpen = 'refuse', at }: StartOptions = {}): Promise<Tracked> {
    return this.record(decideStart({ description, project, whenOpen }, this.when(at), this.newId))
  }

  async pause({ at }: AtOptions = {}): Promise<Tracked> {
    return this.record(decidePause(this.when(at), this.newId))
  }

  async resume({ at }: AtOptions = {}): Promise<Tracked> {
    return this.record(decideResume(this.when(at), this.newId))
  }

  async stop({ at }: AtOptions = {}): Promise<Tracked> {
    return this.record(decideStop(this.when(at), this.newId))
  }

  async edit(id: EntryId, changes: Edited['changes']): Promise<Tracked> {
    return this.record(decideEdit(id, changes, this.when(), this.newId))
  }

  async delete(id: EntryId): Promise<Tracked> {
    return this.record(decideDelete(id, this.when(), this.newId))
  }

  /** The entry that is running or paused. */
  current(): Promise<Entry | undefined> {
    return this.journal.open(this.account)
  }

  /** Whether an entry of that id was ever recorded here. */
  async knows(id: EntryId): Promise<boolean> {
    return (await this.journal.entry(id)) !== undefined
  }

  entries(query: Omit<EntryQuery, 'account'>): Promise<readonly Entry[]> {
    return this.journal.entries({ ...query, account: this.account })
  }

  private async record(decide: Decision): Promise<Tracked> {
    const { events, entries } = await this.journal.record(this.account, decide)
    const last = events.at(-1)
    const entry = entries.find(({ id }) => id === last?.entryId)
    if (!entry) throw new Error('The journal recorded a decision but returned no entry')
    const stopped = entries.find(({ id }) => id !== entry.id)
    return stopped ? { entry, stopped } : { entry }
  }

  private when(at?: number): When {
    return { now: () => this.clock.now(), at }
  }
}

export const TIME_TRACKER = token<TimeTracker>('meantime.TimeTracker')
