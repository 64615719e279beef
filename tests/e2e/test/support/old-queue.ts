import { LEGACY_TEST_VECTOR, legacyDatabase, start, step } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'

/** In half of its payloads; the last one is itself encrypted. */
export const OLD_TOKENS = ['old-access-token-4f1c', 'old-refresh-token-9b2d', 'RU5DUllQVEVELXRva2Vu'] as const
/** Unix seconds. */
export const OLD_WORK_STARTED = Date.UTC(2026, 0, 5, 8) / 1000

/** The oldest schema (no `priority`), with payloads of all kinds: plain, with tokens, with encrypted tokens, unreadable. */
export function placeOldQueue(file: string, projectId = 'p-1'): void {
  const [accessToken, refreshToken, encrypted] = OLD_TOKENS
  const begun = (description: string) => start(description, { projectId, accessToken, refreshToken })
  const after = (seconds: number) => ({ created_at: OLD_WORK_STARTED + seconds })
  const rows = [
    { ...begun('Old work'), ...after(0) },
    { ...step('pause'), status: 'failed', ...after(600) },
    { ...step('resume', 'temp-1', { accessToken: encrypted, _encrypted: true }), ...after(1200) },
    { ...step('stop', 'temp-1', { accessToken }), ...after(3600) },
    { entity_type: 'time_entry_stop', payload: LEGACY_TEST_VECTOR.encrypted, ...after(4000) },
    { ...begun('Delivered long ago'), status: 'sent', ...after(-9000) },
  ]
  legacyDatabase(new Database(file), { schema: 'oldest', strict: true, rows }).close()
}
