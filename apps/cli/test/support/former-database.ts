import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { LEGACY_FILE, legacyDatabase, sampleLegacyRows } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'

/** In clear in every payload. */
export const TOKEN = 'PLANTED-TOKEN'

/** @param from UTC ms */
export function formerDatabase(folder: string, from: number): string {
  const file = join(folder, LEGACY_FILE)
  mkdirSync(folder, { recursive: true })
  const rows = sampleLegacyRows({ accessToken: TOKEN }, Math.floor(from / 1000))
  legacyDatabase(new Database(file), { schema: 'oldest', rows }).close()
  return file
}
