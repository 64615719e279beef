import { type LegacyTokens, legacyPayload } from './payload.js'

/** 2026-01-02 09:00 UTC, a Friday, in Unix seconds. */
export const LEGACY_FROM = Date.UTC(2026, 0, 2, 9) / 1000

/** A task of the former client. Values may be such as it never wrote. */
export interface LegacyRow {
  /** @default 'time_entry_start' */
  readonly entity_type?: string
  /** An object is stored as JSON, text and bytes as they are. */
  readonly payload: unknown
  /** @default 'pending' */
  readonly status?: string
  /** Unix seconds. @default a minute after the row before */
  readonly created_at?: unknown
}

export const start = (description: string, more: object = {}): LegacyRow => ({
  payload: { projectId: 'p-1', userId: 'u-1', description, ...more },
})

/** @param id the server's, or `temp-…` for an entry that was begun offline */
export const step = (type: 'pause' | 'resume' | 'stop', id = 'temp-1', more: object = {}): LegacyRow => ({
  entity_type: `time_entry_${type}`,
  payload: { id, ...more },
})

/** As little as passes for a picture. */
export const LEGACY_JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

/** @param picture bytes, or the text that stands where their base64 should */
export const shot = (id = 'temp-1', picture: Buffer | string = LEGACY_JPEG, more: object = {}): LegacyRow => {
  const base64 = typeof picture === 'string' ? picture : picture.toString('base64')
  return {
    entity_type: 'screenshot',
    payload: { imageData: `data:image/jpeg;base64,${base64}`, timeEntryId: id, ...more },
  }
}

/** An entry that was delivered, one of half an hour with a picture that was not, and one that runs. */
export function sampleLegacyRows(tokens: LegacyTokens = {}, from = LEGACY_FROM): LegacyRow[] {
  const row = (minute: number, { payload, ...rest }: LegacyRow, status = 'pending'): LegacyRow => ({
    ...rest,
    payload: legacyPayload('A', payload as object, tokens),
    status,
    created_at: from + minute * 60,
  })
  return [
    row(0, start('Delivered'), 'sent'),
    row(30, step('stop', 's-1'), 'sent'),
    row(60, start('Waiting')),
    row(70, shot('temp-2')),
    row(90, step('stop', 'temp-2'), 'failed'),
    row(95, start('Running')),
  ]
}
