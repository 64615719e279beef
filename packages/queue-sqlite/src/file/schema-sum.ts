import { crc32 } from 'node:zlib'
import type { Database } from 'better-sqlite3'

/** Of a file of SCHEMA_VERSION, whichever version it began as. A test prints the new one when a migration changed it. */
export const SCHEMA_SUM = 1_557_327_909

/** A file that was the predecessor's also holds tables of theirs, of which we know nothing. */
const OURS = [
  ...['meta', 'state', 'events', 'entries', 'lanes', 'tasks', 'task_blobs', 'leases', 'drops', 'counters', 'history'],
  ...['locks', 'legacy_unreadable', 'shots'],
]
const SCHEMA = `SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE sql NOT NULL AND name NOT LIKE 'sqlite@_%' ESCAPE '@' AND tbl_name IN (SELECT value FROM json_each(?))
  ORDER BY type, name`

/**
 * Tells tables, indexes and triggers that are not as they were laid: SQLite reads their text when it opens the file, and a
 * changed letter in it shows only when it is used.
 */
export function schemaSum(database: Database): number {
  return crc32(JSON.stringify(database.prepare(SCHEMA).raw().all(JSON.stringify(OURS))))
}
