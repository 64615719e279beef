import {
  type AccountId,
  applyEvent,
  type Clock,
  type Decision,
  type Entry,
  type EntryId,
  type EntryQuery,
  type EventDraft,
  type EventId,
  foldEntry,
  type Journal,
  LOCAL_ACCOUNT,
  MeantimeError,
  type NewId,
  type Recorded,
  type RecordOptions,
  type Reoffered,
  type ReofferRequest,
  type TimeEvent,
} from '@meantime/core'
import type { MemoryQueue } from './memory-queue.js'

interface Owned {
  account: AccountId
  events: TimeEvent[]
}

/** The journal in memory, for tests of what stands on it. Keeps the same contract as a durable one, but nothing else. */
export class MemoryJournal implements Journal {
  readonly deviceId: string
  private entriesById = new Map<EntryId, Owned>()
  private seq = 0

  constructor(
    private readonly queue: MemoryQueue,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {
    this.deviceId = newId()
  }

  async record(account: AccountId, decide: Decision, options: RecordOptions = {}): Promise<Recorded> {
    const { deliver = true, zone = this.clock.zone() } = options
    const { open } = this.state(account)
    const drafts = decide({
      open,
      entry: (id) => this.owned(account, id),
      endedWithin: (from, to) => lastEnded(this.of(account), from, to),
    })
    const events = drafts.map((draft) => this.stamped(draft, zone))
    const after = this.folded(account, events)
    // Everything is checked; from here on nothing fails, so that it happens as a whole.
    for (const event of events) this.keep(account, event)
    this.queue.add(account, events, deliver)
    return { events, entries: [...after.values()] }
  }

  async open(account: AccountId): Promise<Entry | undefined> {
    return this.state(account).open
  }

  async entry(id: EntryId): Promise<Entry | undefined> {
    return foldEntry(this.entriesById.get(id)?.events ?? [])
  }

  async entries({ account, from = 0, to = Number.POSITIVE_INFINITY, limit = 1000 }: EntryQuery): Promise<Entry[]> {
    return this.of(account)
      .filter(({ state, startedAt, endedAt }) => {
        const reaches = endedAt === null || endedAt > from || startedAt >= from
        return state !== 'deleted' && startedAt < to && reaches
      })
      .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
      .slice(0, limit)
  }

  async adopt(account: AccountId): Promise<number> {
    if (account === LOCAL_ACCOUNT) return 0
    const local = [...this.entriesById.values()].filter((owned) => owned.account === LOCAL_ACCOUNT)
    const moved = local.reduce((sum, { events }) => sum + events.length, 0)
    const both = [this.state(LOCAL_ACCOUNT).open, this.state(account).open] as const
    for (const owned of local) owned.account = account
    this.queue.adopt(account)
    const [first, second] = both
    if (first && second) await this.stopOlder(account, first, second)
    return moved
  }

  async reoffer(account: AccountId, { entry }: ReofferRequest = {}): Promise<Reoffered> {
    const entries = [...this.entriesById].filter(([id, owned]) => owned.account === account && (entry ?? id) === id)
    const events = entries.reduce((sum, [, owned]) => sum + this.queue.putBack(account, owned.events), 0)
    return { events, gone: entry === undefined ? this.queue.gone(account) : 0 }
  }

  private async stopOlder(account: AccountId, a: Entry, b: Entry): Promise<void> {
    const [older, newer] = a.startedAt <= b.startedAt ? [a, b] : [b, a]
    const id = this.newId() as EventId
    await this.record(account, () => [{ id, entryId: older.id, type: 'stop', occurredAt: newer.startedAt }])
  }

  private of(account: AccountId): Entry[] {
    return [...this.entriesById.values()]
      .filter((owned) => owned.account === account)
      .flatMap(({ events }) => foldEntry(events) ?? [])
  }

  private state(account: AccountId): { open: Entry | undefined } {
    return { open: this.of(account).find(isOpen) }
  }

  private owned(account: AccountId, id: EntryId): Entry | undefined {
    const owned = this.entriesById.get(id)
    return owned?.account === account ? foldEntry(owned.events) : undefined
  }

  private stamped(draft: EventDraft, here: string): TimeEvent {
    if (!Number.isSafeInteger(draft.occurredAt)) throw refused('An event has no moment in time.')
    if ([...this.entriesById.values()].some(({ events }) => events.some(({ id }) => id === draft.id)))
      throw refused('The event was recorded before.')
    this.seq += 1
    const { deviceId, seq, clock } = this
    return { ...draft, recordedAt: clock.now(), zone: draft.zone ?? here, deviceId, seq }
  }

  /** The entries as they will be. Throws when an event belongs to none, or two would be open. */
  private folded(account: AccountId, events: readonly TimeEvent[]): Map<EntryId, Entry> {
    const after = new Map<EntryId, Entry>()
    for (const event of events) {
      const next = applyEvent(after.get(event.entryId) ?? this.owned(account, event.entryId), event)
      const foreign = this.entriesById.get(event.entryId)
      if (!next || (foreign && foreign.account !== account))
        throw refused('An event belongs to no entry of the account.')
      after.set(event.entryId, next)
    }
    const open = [...this.of(account).filter(({ id }) => !after.has(id)), ...after.values()].filter(isOpen)
    if (events.length > 0 && open.length > 1) throw refused('Two entries would be open.')
    return after
  }

  private keep(account: AccountId, event: TimeEvent): void {
    const owned = this.entriesById.get(event.entryId) ?? { account, events: [] }
    owned.events.push(event)
    this.entriesById.set(event.entryId, owned)
  }
}

const isOpen = ({ state }: Entry): boolean => state === 'running' || state === 'paused'

function refused(message: string): MeantimeError {
  return new MeantimeError({ code: 'EVENT_REFUSED', kind: 'bug', message, safe: 'Nothing was recorded.' })
}

function lastEnded(entries: readonly Entry[], from: number, to: number): Entry | undefined {
  return entries
    .filter(({ state, endedAt }) => state === 'stopped' && endedAt !== null && endedAt > from && endedAt <= to)
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0]
}
