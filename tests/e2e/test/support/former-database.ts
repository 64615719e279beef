import { join } from 'node:path'
import {
  LEGACY_FILE,
  type LegacyRow,
  type LegacyVariant,
  legacyDatabase,
  legacyPayload,
  shot,
  start,
  step,
} from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'

/** In clear in some payloads, encrypted in others. */
export const FORMER_TOKEN = 'former-token-7e2a'

interface Former {
  /** UTC ms. */
  readonly from: number
  /** What its server calls the entry that was begun online. */
  readonly remoteId: string
  readonly projectId?: string
  readonly userId?: string
}

/**
 * The former client's database with tokens in half of its payloads (A and B; C and D have none): an entry that was begun
 * online and ended without a network, and one that was offline from its start, with a pause and a picture.
 */
export function formerDatabase(folder: string, { from, remoteId, projectId = 'p-1', userId = 'u-1' }: Former): string {
  const file = join(folder, LEGACY_FILE)
  const row = (minute: number, variant: LegacyVariant, { payload, ...rest }: LegacyRow, status = 'pending') => ({
    ...rest,
    payload: legacyPayload(variant, payload as object, tokensIn(variant)),
    status,
    created_at: Math.floor(from / 1000) + 60 * minute,
  })
  const whose = { projectId, userId }
  const rows = [
    row(0, 'A', start('Begun online', whose), 'sent'),
    row(60, 'B', step('stop', remoteId), 'failed'),
    row(120, 'C', start('Offline', whose)),
    row(130, 'A', shot('temp-2')),
    row(180, 'D', step('pause', 'temp-2')),
    row(210, 'C', step('resume', 'temp-2')),
    row(240, 'B', step('stop', 'temp-2')),
  ]
  legacyDatabase(new Database(file), { schema: 'oldest', rows }).close()
  return file
}

function tokensIn(variant: LegacyVariant) {
  if (variant === 'A') return { accessToken: FORMER_TOKEN }
  return variant === 'B' ? { accessToken: FORMER_TOKEN, refreshToken: 'r' } : {}
}
