import type { AccountId, Entry, EntryId } from '@meantime/core'
import { workedMs } from '@meantime/core'
import type { EntryMessage } from '@meantime/protocol'
import type { EntryRow } from '../database/entities.js'

export function toRow(accountId: AccountId, entry: Entry): EntryRow {
  const { segments, anomalies, ...fields } = entry
  return { accountId, ...fields, segments: JSON.stringify(segments), anomalies: JSON.stringify(anomalies) }
}

export function fromRow(row: EntryRow): Entry {
  const { accountId: _owner, id, segments, anomalies, ...fields } = row
  return { ...fields, id: id as EntryId, segments: JSON.parse(segments), anomalies: JSON.parse(anomalies) }
}

/** A running entry's worked time counts up to `now`. */
export function toMessage(row: EntryRow, now: number): EntryMessage {
  const { anomalies: _known, segments, ...fields } = fromRow(row)
  return { ...fields, segments: segments.map(({ from, to }) => ({ from, to })), workedMs: workedMs({ segments }, now) }
}
