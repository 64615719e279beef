import type { TimeEvent } from '@meantime/core'
import { type BatchItem, batchItem, type SyncEnvelope } from '@meantime/protocol'
import { firstIssue } from '../http/json-body.js'
import { fingerprint } from './fingerprint.js'
import { withoutTokens } from './legacy-tokens.js'

/** An item that is well-formed, with what is needed to apply it. */
export interface SoundItem {
  readonly sound: true
  /** As the client wrote it; the result names the item by it. */
  readonly id: string
  readonly event: TimeEvent
  readonly payload: string
  readonly fingerprint: string
}

export interface UnsoundItem {
  readonly sound: false
  readonly id: string
  /** The entry that it claims to belong to: what follows in that entry must wait. */
  readonly entryId: string | undefined
  readonly detail: string
}

/** Looks at each item alone, so that one bad item spoils no other. */
export function judge(item: SyncEnvelope['items'][number]): SoundItem | UnsoundItem {
  const parsed = batchItem.safeParse(withoutTokens(item))
  if (!parsed.success) {
    const entryId = typeof item.entryId === 'string' ? item.entryId.toLowerCase() : undefined
    return { sound: false, id: item.id, entryId, detail: firstIssue(parsed.error) }
  }
  // One UUID has several spellings (RFC 9562: input is case-insensitive); it must be one key.
  const received = { ...parsed.data, id: parsed.data.id.toLowerCase(), entryId: parsed.data.entryId.toLowerCase() }
  return {
    sound: true,
    id: item.id,
    event: asEvent(received),
    payload: JSON.stringify(received),
    fingerprint: fingerprint(received),
  }
}

/** The wire's names to core's. */
function asEvent(item: BatchItem): TimeEvent {
  const type = item.type.replace('time_entry_', '')
  return { ...item, type } as TimeEvent
}
