import { type LegacyRow, type LegacySchema, legacyDatabase } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'

/** As the predecessor would have left it; the caller closes it, or does not, like a killed program. */
export const writeLegacyFile = (file: string, schema: LegacySchema, rows: readonly LegacyRow[]): Database.Database =>
  legacyDatabase(new Database(file), { schema, rows, strict: true })
