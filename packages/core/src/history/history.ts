import { token } from '../container.js'
import { decideEdit } from '../domain/decide.js'
import type { Entry } from '../domain/entry.js'
import type { Edited } from '../domain/event.js'
import { type AddInput, decideAdd, decideDeleteAll, decideMerge, decideSplit } from '../domain/history.js'
import { type AccountId, type EntryId, LOCAL_ACCOUNT } from '../domain/ids.js'
import { decideTakeBack, type HistoryChange, type TakenBack } from '../domain/take-back.js'
import type { Profiles } from '../ports/account.js'
import type { Clock } from '../ports/clock.js'
import type { NewId } from '../ports/ids.js'
import type { Decision, Journal, JournalState } from '../ports/journal.js'

export interface Restored {
  /** As they are again. */
  readonly entries: readonly Entry[]
  readonly renamed: ReadonlyMap<EntryId, EntryId>
}

/**
 * Corrections of what was recorded, on the disk and queued for delivery when a call returns. Each gives what it changed,
 * by which it can be taken back. Throws MeantimeErrors of kind state or input; then nothing was changed.
 */
export class History {
  constructor(
    private readonly journal: Journal,
    private readonly profiles: Profiles,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  async add(entry: AddInput): Promise<HistoryChange> {
    return this.change('add', [], decideAdd(entry, this.when, this.newId))
  }

  async edit(id: EntryId, changes: Edited['changes']): Promise<HistoryChange> {
    return this.change('edit', [id], decideEdit(id, changes, this.when, this.newId))
  }

  /** The first one keeps its id; the second one is new. */
  async split(id: EntryId, at: number): Promise<HistoryChange> {
    return this.change('split', [id], decideSplit(id, at, this.when, this.newId))
  }

  async merge(ids: readonly EntryId[]): Promise<HistoryChange> {
    return this.change('merge', ids, decideMerge(ids, this.when, this.newId))
  }

  async delete(ids: readonly EntryId[]): Promise<HistoryChange> {
    return this.change('delete', ids, decideDeleteAll(ids, this.when, this.newId))
  }

  /** Throws CHANGED_SINCE when somebody changed any of it since. */
  async takeBack(change: HistoryChange): Promise<Restored> {
    let taken: TakenBack | undefined
    const decide = decideTakeBack(change, this.when, this.newId, (told) => {
      taken = told
    })
    const { entries } = await this.journal.record(this.account, decide)
    return { entries: entries.filter(({ state }) => state !== 'deleted'), renamed: taken?.renamed ?? new Map() }
  }

  private async change(kind: HistoryChange['kind'], ids: readonly EntryId[], decide: Decision): Promise<HistoryChange> {
    let before: readonly Entry[] = []
    let at = 0
    const { entries } = await this.journal.record(this.account, (state: JournalState) => {
      before = [...new Set(ids)].flatMap((id) => state.entry(id) ?? [])
      at = this.clock.now()
      return decide(state)
    })
    return { kind, at, before, after: entries }
  }

  private get when() {
    return { now: () => this.clock.now() }
  }

  private get account(): AccountId {
    return this.profiles.current()?.accountId ?? LOCAL_ACCOUNT
  }
}

export const HISTORY = token<History>('meantime.History')
