import type { ImageType } from '@meantime/protocol'
import { EntitySchema } from 'typeorm'
import { activity } from './activity-entity.js'
import { id, instant, key, longText, nullable, word } from './columns.js'

/*
 * The rows as the code sees them. The tables are made by migrations only; `synchronize` is never on.
 * Every key of a tenant's data starts with the account's id, so that no query can forget it without failing to compile
 * or to find a row. Times are UTC milliseconds.
 */

export interface AccountRow {
  id: string
  email: string
  /** The e-mail as it is compared: trimmed, lower case. */
  emailKey: string
  name: string | null
  /** PHC string of argon2id. */
  passwordHash: string
  createdAt: number
}

/** One sign-in and everything refreshed from it. */
export interface TokenFamilyRow {
  id: string
  accountId: string
  createdAt: number
  revokedAt: number | null
}

export interface RefreshTokenRow {
  /** SHA-256 of the token, hex; the token itself is never stored. */
  hash: string
  familyId: string
  expiresAt: number
  /** The token that replaced this one. A token without a successor was never used. */
  successorHash: string | null
  /** Set when its predecessor was shown again before this one was ever used. */
  revokedAt: number | null
}

/** The append-only log: what was received, in the server's order. */
export interface EventRow {
  position: number
  accountId: string
  id: string
  entryId: string
  type: string
  occurredAt: number
  /** The item as received, without token fields; JSON. */
  payload: string
  receivedAt: number
}

/** Proof that an item took effect, for as long as the database lives. */
export interface ReceiptRow {
  accountId: string
  itemId: string
  fingerprint: string
  /** Position of the event in the log. */
  seq: number
}

/** Core's fold over an entry's events, kept so that reading needs no folding. */
export interface EntryRow {
  accountId: string
  id: string
  state: 'running' | 'paused' | 'stopped' | 'deleted'
  description: string
  project: string | null
  zone: string
  startedAt: number
  endedAt: number | null
  /** JSON of core's `segments` and `anomalies`. */
  segments: string
  anomalies: string
}

/** A picture that was uploaded, checked and is in the account's folder. */
export interface BlobRow {
  accountId: string
  sha256: string
  bytes: number
  uploadedAt: number
}

export interface ScreenshotRow {
  accountId: string
  id: string
  entryId: string
  takenAt: number
  monitor: string | null
  sha256: string
  bytes: number
  mediaType: ImageType
}

export interface ProjectRow {
  accountId: string
  id: string
  name: string
  /** The name as it is compared: trimmed, lower case. */
  nameKey: string
  archived: boolean
  createdAt: number
}

export const accounts = new EntitySchema<AccountRow>({
  name: 'Account',
  tableName: 'accounts',
  columns: {
    id: { ...id, ...key },
    email: longText,
    emailKey: { ...longText, name: 'email_key' },
    name: { ...longText, ...nullable },
    passwordHash: { ...longText, name: 'password_hash' },
    createdAt: { ...instant, name: 'created_at' },
  },
})

export const tokenFamilies = new EntitySchema<TokenFamilyRow>({
  name: 'TokenFamily',
  tableName: 'token_families',
  columns: {
    id: { ...id, ...key },
    accountId: { ...id, name: 'account_id' },
    createdAt: { ...instant, name: 'created_at' },
    revokedAt: { ...instant, ...nullable, name: 'revoked_at' },
  },
})

export const refreshTokens = new EntitySchema<RefreshTokenRow>({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  columns: {
    hash: { ...word, ...key },
    familyId: { ...id, name: 'family_id' },
    expiresAt: { ...instant, name: 'expires_at' },
    successorHash: { ...word, ...nullable, name: 'successor_hash' },
    revokedAt: { ...instant, ...nullable, name: 'revoked_at' },
  },
})

export const events = new EntitySchema<EventRow>({
  name: 'Event',
  tableName: 'events',
  columns: {
    position: { type: 'integer', ...key, generated: 'increment' },
    accountId: { ...id, name: 'account_id' },
    id,
    entryId: { ...id, name: 'entry_id' },
    type: word,
    occurredAt: { ...instant, name: 'occurred_at' },
    payload: longText,
    receivedAt: { ...instant, name: 'received_at' },
  },
})

export const receipts = new EntitySchema<ReceiptRow>({
  name: 'Receipt',
  tableName: 'receipts',
  columns: {
    accountId: { ...id, ...key, name: 'account_id' },
    itemId: { ...id, ...key, name: 'item_id' },
    fingerprint: word,
    seq: { type: 'integer' },
  },
})

export const entries = new EntitySchema<EntryRow>({
  name: 'Entry',
  tableName: 'entries',
  columns: {
    accountId: { ...id, ...key, name: 'account_id' },
    id: { ...id, ...key },
    state: word,
    description: longText,
    project: { ...longText, ...nullable },
    zone: word,
    startedAt: { ...instant, name: 'started_at' },
    endedAt: { ...instant, ...nullable, name: 'ended_at' },
    segments: longText,
    anomalies: longText,
  },
})

export const blobs = new EntitySchema<BlobRow>({
  name: 'Blob',
  tableName: 'blobs',
  columns: {
    accountId: { ...id, ...key, name: 'account_id' },
    sha256: { ...word, ...key },
    bytes: { type: 'integer' },
    uploadedAt: { ...instant, name: 'uploaded_at' },
  },
})

export const screenshots = new EntitySchema<ScreenshotRow>({
  name: 'Screenshot',
  tableName: 'screenshots',
  columns: {
    accountId: { ...id, ...key, name: 'account_id' },
    id: { ...id, ...key },
    entryId: { ...id, name: 'entry_id' },
    takenAt: { ...instant, name: 'taken_at' },
    monitor: { ...longText, ...nullable },
    sha256: word,
    bytes: { type: 'integer' },
    mediaType: { ...word, name: 'media_type' },
  },
})

export const projects = new EntitySchema<ProjectRow>({
  name: 'Project',
  tableName: 'projects',
  columns: {
    accountId: { ...id, ...key, name: 'account_id' },
    id: { ...id, ...key },
    name: longText,
    nameKey: { ...longText, name: 'name_key' },
    archived: { type: 'boolean', default: false },
    createdAt: { ...instant, name: 'created_at' },
  },
})

export const ENTITIES = [
  accounts,
  tokenFamilies,
  refreshTokens,
  events,
  receipts,
  entries,
  projects,
  blobs,
  screenshots,
  activity,
]
