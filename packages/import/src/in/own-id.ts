import type { EntryId } from '@meantime/core'

/** An id of ours; undefined for anything else, which then gets one that is derived from what it says. */
export function asEntryId(text: unknown): EntryId | undefined {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  return typeof text === 'string' && uuid.test(text) ? (text as EntryId) : undefined
}
