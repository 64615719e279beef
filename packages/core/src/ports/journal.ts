import { token } from '../container.js'
import type { Entry } from '../domain/entry.js'
import type { EventDraft, TimeEvent } from '../domain/event.js'
import type { AccountId, EntryId } from '../domain/ids.js'

/** What a decision may look at, read inside the same transaction that will append its events. */
export interface JournalState {
  /** The account's entry that is running or paused, if any. */
  readonly open: Entry | undefined
  /** Any entry of the account, by id. */
  entry(id: EntryId): Entry | undefined
  /** The stopped entry of the account that ended last within (from, to], UTC ms. */
  endedWithin(from: number, to: number): Entry | undefined
}

/** Pure and synchronous: looks at the state, returns the events to append, or throws a MeantimeError. */
export type Decision = (state: JournalState) => readonly EventDraft[]

export interface Recorded {
  readonly events: readonly TimeEvent[]
  /** The entries that the events belong to, as they are after them. */
  readonly entries: readonly Entry[]
}

export interface RecordOptions {
  /** The IANA zone that the person was in. @default the one that this computer is in */
  readonly zone?: string
  /**
   * False for whole entries, start included, that a server has already: the journal keeps them, nothing of them is ever
   * delivered, as of an entry that was given up. @default true
   */
  readonly deliver?: boolean
}

export interface EntryQuery {
  readonly account: AccountId
  /** Entries that overlap [from, to), UTC ms. */
  readonly from?: number
  readonly to?: number
  /** Newest first. @default 1000 */
  readonly limit?: number
}

export interface ReofferRequest {
  /** Only this one. @default all entries of the account */
  readonly entry?: EntryId
  /** `next` of the part before. @default from the beginning */
  readonly after?: string
}

export interface Reoffered {
  /** Events of this part that are to be delivered again. */
  readonly events: number
  /** Screenshots and samples that were delivered and are not on this computer any more; told with the last part. */
  readonly gone: number
  /** Names the next part; absent with the last one. */
  readonly next?: string
}

/**
 * The append-only truth about worked time. `record` appends events and enqueues one task for each in one transaction
 * (a transactional outbox): the screen and the queue can never disagree. When it returns, the work is on the disk.
 */
export interface Journal {
  readonly deviceId: string
  record(account: AccountId, decide: Decision, options?: RecordOptions): Promise<Recorded>
  open(account: AccountId): Promise<Entry | undefined>
  entry(id: EntryId): Promise<Entry | undefined>
  /** Newest first; deleted entries are left out (`entry` still finds them). */
  entries(query: EntryQuery): Promise<readonly Entry[]>
  /** Gives work that was recorded before anybody had signed in (LOCAL_ACCOUNT) to an account. Returns how many events. */
  adopt(account: AccountId): Promise<number>
  /**
   * For a server that forgot: enqueues the account's delivered events again, under their own ids and before whatever
   * is open of the same entry; one part of all entries, one transaction. Open and cancelled tasks stay as they are.
   */
  reoffer(account: AccountId, request?: ReofferRequest): Promise<Reoffered>
}

export const JOURNAL = token<Journal>('meantime.Journal')
