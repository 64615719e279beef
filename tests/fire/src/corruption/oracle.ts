import { cpSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type EventFact, FILE, type Original } from './original.js'

/**
 * The ids of the events that plain SQLite still gives back unchanged from a damaged database, asked for one at a time
 * by their number, from a copy. Knows nothing of how the program salvages.
 */
export function readable(damaged: string, scratch: string, { events }: Original): ReadonlySet<string> {
  cpSync(damaged, scratch, { recursive: true })
  const found = new Set<string>()
  let database: Database.Database | undefined
  try {
    database = new Database(join(scratch, FILE))
    const last = [...events.values()].reduce((most, { seq }) => Math.max(most, seq), 0)
    const one = database.prepare<[number], EventFact & { account_id: string }>('SELECT * FROM events WHERE seq = ?')
    for (let seq = 1; seq <= last; seq += 1) {
      const event = tried(() => one.get(seq))
      const original = event && events.get(event.id)
      if (event && original && isSame(event, original)) found.add(event.id)
    }
  } catch {
    // Not even opened: then there is nothing that plain SQLite can read.
  } finally {
    tried(() => database?.close())
  }
  return found
}

/** Every column but the account. */
export function isSame(row: EventFact, original: EventFact): boolean {
  return Object.entries(original).every(([column, value]) => row[column] === value)
}

function tried<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
