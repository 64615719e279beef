import type { StateChange, StateStore } from '@meantime/core'
import type { Connection } from './file/connection.js'
import type { SqliteFile } from './file/sqlite-file.js'

/** Facts that the processes on one file share, as JSON. Most describe runs, not work, and are announced to nobody. */
export class SqliteStateStore implements StateStore {
  constructor(private readonly file: SqliteFile) {}

  async get<T>(key: string): Promise<T | undefined> {
    return this.file.read((connection) => getState<T>(connection, key))
  }

  /** `undefined` removes the key. */
  async set(key: string, value: unknown, { announce = false }: StateChange = {}): Promise<void> {
    await this.file.write((connection) => putState(connection, key, value), { silent: !announce })
  }

  async update<T>(
    key: string,
    change: (current: T | undefined) => T | undefined,
    { announce = false }: StateChange = {},
  ): Promise<T | undefined> {
    const work = (connection: Connection) => {
      const current = getState<T>(connection, key)
      const next = change(current)
      if (next !== current) putState(connection, key, next)
      return next
    }
    return this.file.write(work, { silent: !announce })
  }
}

function getState<T>(connection: Connection, key: string): T | undefined {
  const row = connection.sql<{ value: string }>('SELECT value FROM state WHERE key = ?').get(key)
  return row && (JSON.parse(row.value) as T)
}

export function putState(connection: Connection, key: string, value: unknown): void {
  const json: string | undefined = JSON.stringify(value)
  if (json === undefined) connection.sql('DELETE FROM state WHERE key = ?').run(key)
  else
    connection
      .sql('INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, json)
}
