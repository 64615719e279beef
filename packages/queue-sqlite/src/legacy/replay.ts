import {
  type AccountId,
  type Clock,
  type EntryId,
  type EventDraft,
  type EventId,
  LOCAL_ACCOUNT,
  legacyPicture,
  type NewId,
} from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { metaValue } from '../file/meta.js'
import { append } from '../journal/append.js'
import { openEntry } from '../journal/entry-rows.js'
import type { Readable } from './read-row.js'
import { keepWaiting, NO_PICTURE } from './waiting-pictures.js'

export interface ReplayDeps {
  readonly newId: NewId
  readonly clock: Pick<Clock, 'now' | 'zone'>
}

type Fields = Readable['fields']

/**
 * Records the predecessor's rows again as events. Its starts had no id and its other rows name an id of the server or
 * a temporary one, so a row belongs to the entry of the latest start before it.
 */
export class LegacyReplay {
  private entry: { readonly id: EntryId; readonly account: AccountId } | undefined

  constructor(
    private readonly connection: Connection,
    private readonly deps: ReplayDeps,
    private readonly currentUser: string | undefined,
  ) {}

  /** Returns why a row could not be used; undefined when it was. */
  apply({ type, fields, at }: Readable, row: number): string | undefined {
    if (type === 'start') return this.start(fields, at)
    if (!this.entry) return 'its entry was not started by a waiting task of this queue'
    const { id: entryId, account } = this.entry
    if (type === 'screenshot') return this.screenshot(fields, at, entryId, row)
    this.append(account, at, [{ id: this.newId(), entryId, type, occurredAt: at }])
    return undefined
  }

  /** A start that was delivered or cancelled: what follows it names an entry that is not ours. */
  forgetEntry(): void {
    this.entry = undefined
  }

  /** An entry that was never stopped ends where the next one starts, as it does in Meantime. */
  private start(fields: Fields, at: number): undefined {
    const account = this.accountOf(fields)
    const open = openEntry(this.connection, account)
    const stop: EventDraft[] = open ? [{ id: this.newId(), entryId: open.id, type: 'stop', occurredAt: at }] : []
    const entryId = this.deps.newId() as EntryId
    const start: EventDraft = {
      id: this.newId(),
      entryId,
      type: 'start',
      occurredAt: at,
      description: text(fields.description) ?? '',
      project: text(fields.projectId) ?? null,
    }
    this.append(account, at, [...stop, start])
    this.entry = { id: entryId, account }
  }

  /** Its picture becomes a file when a process comes that has a place for it. */
  private screenshot({ imageData }: Fields, takenAt: number, entryId: EntryId, id: number): string | undefined {
    if (!legacyPicture(imageData)) return NO_PICTURE
    keepWaiting(this.connection, { id, entryId, takenAt, imageData }, this.deps.clock.now())
    return undefined
  }

  /** Work of somebody else who used this computer stays theirs; the last user's is adopted at the next sign-in. */
  private accountOf(fields: Fields): AccountId {
    const user = userOf(fields)
    return user !== undefined && user !== this.currentUser ? (user as AccountId) : LOCAL_ACCOUNT
  }

  private append(account: AccountId, recordedAt: number, drafts: readonly EventDraft[]): void {
    const deviceId = metaValue(this.connection, 'device_id') ?? ''
    append(this.connection, account, drafts, { recordedAt, zone: this.deps.clock.zone(), deviceId })
  }

  private newId(): EventId {
    return this.deps.newId() as EventId
  }
}

export const userOf = (fields: Fields): string | undefined => text(fields.userId) || undefined

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}
