import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEGACY_FILE, LEGACY_KEY_FILE, type LegacySchema, legacyDatabase } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'
import type { Life } from './life.js'

/** Open, in WAL mode, as the former client has it while it runs. */
export function legacyFile(
  folder: string,
  schema: LegacySchema,
  { rows, keys }: Pick<Life, 'rows' | 'keys'>,
): Database.Database {
  mkdirSync(folder, { recursive: true })
  if (keys.file !== undefined) writeFileSync(join(folder, LEGACY_KEY_FILE), keys.file)
  const database = new Database(join(folder, LEGACY_FILE))
  database.pragma('synchronous = OFF')
  const days = [{ day: '2025-12-29', seconds: 3600 }]
  return legacyDatabase(database, { schema, rows, days, user: 'u-1' })
}

/** Every byte of a folder and what the system says of its files, but for when they were last read. */
export function stateOf(folder: string): string {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name)
      const { ino, size, mtimeNs, mode } = statSync(path, { bigint: true })
      return [name, ino, size, mtimeNs, mode, readFileSync(path).toString('latin1')].join('\n')
    })
    .join('\n')
}
