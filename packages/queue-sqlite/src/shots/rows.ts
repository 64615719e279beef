import type { AccountId, EntryId, HeldShot, Shot, ShotPicture, ShotState, SkippedShot, TaskId } from '@meantime/core'

export interface ShotRow {
  id: string
  account_id: string
  entry_id: string
  taken_at: number
  monitor: string | null
  state: ShotState
  reason: string | null
  hold_until: number | null
  /** How long it was meant to be held. */
  hold_ms: number | null
  sha256: string | null
  bytes: number | null
  media_type: string | null
  width: number | null
  height: number | null
  /** How many areas; `WHOLE` for all of it. */
  redacted: number | null
  /** UTC ms; null while it is not over, and for a while after. */
  ended_at: number | null
}

const WHOLE = -1

export const INSERT_SHOT = `INSERT INTO shots (id, account_id, entry_id, taken_at, monitor, state, reason, hold_until,
    hold_ms, sha256, bytes, media_type, width, height, redacted, ended_at)
  VALUES (:id, :account_id, :entry_id, :taken_at, :monitor, :state, :reason, :hold_until,
    :hold_ms, :sha256, :bytes, :media_type, :width, :height, :redacted, :ended_at) ON CONFLICT (id) DO NOTHING`

export function toRow(shot: HeldShot | SkippedShot, now: number): ShotRow {
  const held = shot.state === 'held'
  return {
    id: shot.id,
    account_id: shot.account,
    entry_id: shot.entryId,
    taken_at: shot.takenAt,
    monitor: shot.monitor ?? null,
    state: shot.state,
    reason: shot.reason ?? null,
    hold_until: held ? shot.holdUntil : null,
    hold_ms: held ? Math.max(0, shot.holdUntil - now) : null,
    ended_at: held ? null : now,
    ...(held ? pictureColumns(shot.picture) : NO_PICTURE),
  }
}

export type PictureColumns = Pick<ShotRow, 'sha256' | 'bytes' | 'media_type' | 'width' | 'height' | 'redacted'>

const NO_PICTURE: PictureColumns = {
  sha256: null,
  bytes: null,
  media_type: null,
  width: null,
  height: null,
  redacted: null,
}

export function pictureColumns({ sha256, bytes, mediaType, width, height, redacted }: ShotPicture): PictureColumns {
  return { sha256, bytes, media_type: mediaType, width, height, redacted: redacted === 'all' ? WHOLE : redacted }
}

export function toShot(row: ShotRow): Shot {
  const picture = pictureOf(row)
  return {
    id: row.id as TaskId,
    account: row.account_id as AccountId,
    entryId: row.entry_id as EntryId,
    takenAt: row.taken_at,
    state: row.state,
    ...(row.monitor === null ? {} : { monitor: row.monitor }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(picture ? { picture } : {}),
    ...(row.state === 'held' && row.hold_until !== null ? { holdUntil: row.hold_until } : {}),
  }
}

function pictureOf({ sha256, bytes, media_type, width, height, redacted }: ShotRow): ShotPicture | undefined {
  if (sha256 === null || bytes === null || media_type === null) return undefined
  const areas = redacted === WHOLE ? 'all' : (redacted ?? 0)
  return { sha256, bytes, mediaType: media_type, width: width ?? 0, height: height ?? 0, redacted: areas }
}
