import { type LegacyContent, legacyDatabase } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'

/** Stays open, like that of a client that runs, until the caller closes it. */
export const legacyFile = (file: string, content: LegacyContent = {}): Database.Database =>
  legacyDatabase(new Database(file), content)
