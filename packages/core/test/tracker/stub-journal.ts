import {
  type AccountId,
  applyEvent,
  type Clock,
  type Decision,
  type Entry,
  type EntryId,
  type EntryQuery,
  type Journal,
  type Recorded,
  type Reoffered,
  type ReofferRequest,
  type TimeEvent,
} from '../../src/index.js'

/** The least of a journal that the tracker needs, in memory. */
export class StubJournal implements Journal {
  readonly deviceId = 'device-1'
  readonly events: TimeEvent[] = []
  private readonly states = new Map<EntryId, Entry>()

  constructor(private readonly clock: Clock) {}

  async record(account: AccountId, decide: Decision): Promise<Recorded> {
    const drafts = decide({
      open: await this.open(account),
      entry: (id) => this.states.get(id),
      endedWithin: (from, to) =>
        [...this.states.values()].find(
          ({ state, endedAt }) => state === 'stopped' && (endedAt ?? 0) > from && (endedAt ?? 0) <= to,
        ),
    })
    const events = drafts.map((draft, index): TimeEvent => {
      const seq = this.events.length + index
      return {
        ...draft,
        recordedAt: this.clock.now(),
        zone: draft.zone ?? this.clock.zone(),
        deviceId: this.deviceId,
        seq,
      }
    })
    for (const event of events) {
      this.events.push(event)
      const entry = applyEvent(this.states.get(event.entryId), event)
      if (entry) this.states.set(event.entryId, entry)
    }
    const touched = new Set(events.map(({ entryId }) => entryId))
    return { events, entries: [...touched].flatMap((id) => this.states.get(id) ?? []) }
  }

  async open(_account: AccountId): Promise<Entry | undefined> {
    return [...this.states.values()].find(({ state }) => state === 'running' || state === 'paused')
  }

  entry = async (id: EntryId) => this.states.get(id)
  entries = async (_query: EntryQuery) => [...this.states.values()]
  adopt = async () => 0
  reoffer = async (_account: AccountId, _request?: ReofferRequest): Promise<Reoffered> => ({ events: 0, gone: 0 })
}
