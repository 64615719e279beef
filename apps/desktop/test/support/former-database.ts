import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { LEGACY_FILE, legacyDatabase, sampleLegacyRows } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'

/** In clear in every payload. */
export const TOKEN = 'PLANTED-TOKEN'

/**
 * With a row that cannot be read behind those of the sample.
 * @param from UTC ms
 */
export function formerDatabase(folder: string, from: number): string {
  const file = join(folder, LEGACY_FILE)
  mkdirSync(folder, { recursive: true })
  const began = Math.floor(from / 1000)
  const damaged = { entity_type: 'time_entry_pause', payload: '{broken', created_at: began + 97 * 60 }
  const rows = [...sampleLegacyRows({ accessToken: TOKEN }, began), damaged]
  legacyDatabase(new Database(file), { schema: 'oldest', rows }).close()
  return file
}
