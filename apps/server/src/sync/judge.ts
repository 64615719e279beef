import type { TimeEvent } from '@meantime/core'
import {
  type ActivityItem,
  batchItem,
  type ScreenshotItem,
  type SyncEnvelope,
  type TimeEventMessage,
} from '@meantime/protocol'
import { firstIssue } from '../http/json-body.js'
import { fingerprint } from './fingerprint.js'
import { withoutTokens } from './legacy-tokens.js'

interface Sound {
  readonly sound: true
  /** As the client wrote it; the result names the item by it. */
  readonly id: string
  /** The same, as ids are compared. */
  readonly key: string
  readonly entryId: string
  /** `start`, …, `screenshot` or `activity`. */
  readonly type: string
  readonly occurredAt: number
  readonly payload: string
  readonly fingerprint: string
}
export type SoundEvent = Sound & { readonly event: TimeEvent }
export type SoundScreenshot = Sound & { readonly screenshot: ScreenshotItem }
export type SoundActivity = Sound & { readonly activity: ActivityItem }

/** An item that is well-formed, with what is needed to apply it. */
export type SoundItem = SoundEvent | SoundScreenshot | SoundActivity

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
  if (!parsed.success) return unsound(item, firstIssue(parsed.error))
  // One UUID has several spellings (RFC 9562: input is case-insensitive); it must be one key.
  const names = { id: parsed.data.id.toLowerCase(), entryId: parsed.data.entryId.toLowerCase() }
  const received = { ...parsed.data, ...names }
  const { id: key, entryId } = names
  const payload = JSON.stringify(received)
  const common = { sound: true, id: item.id, key, entryId, payload, fingerprint: fingerprint(received) } as const
  if (received.type === 'screenshot')
    return { ...common, type: received.type, occurredAt: received.takenAt, screenshot: received }
  if (received.type === 'activity')
    return { ...common, type: received.type, occurredAt: received.from, activity: received }
  const event = asEvent(received)
  return { ...common, type: event.type, occurredAt: event.occurredAt, event }
}

/** A screenshot or a sample holds nothing back: an entry is whole without it. */
function unsound(item: SyncEnvelope['items'][number], detail: string): UnsoundItem {
  const holdsBack = typeof item.entryId === 'string' && item.type !== 'screenshot' && item.type !== 'activity'
  return { sound: false, id: item.id, entryId: holdsBack ? String(item.entryId).toLowerCase() : undefined, detail }
}

/** The wire's names to core's. */
function asEvent(item: TimeEventMessage): TimeEvent {
  const type = item.type.replace('time_entry_', '')
  return { ...item, type } as TimeEvent
}
