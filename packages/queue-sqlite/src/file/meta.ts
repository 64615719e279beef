import type { Connection } from './connection.js'

/** `scrub` is `due` while the file may still hold bytes of the predecessor's tokens. */
export type MetaKey = 'device_id' | 'scrub'

export function metaValue(connection: Connection, key: MetaKey): string | undefined {
  return connection.sql<{ value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value
}

export function putMeta(connection: Connection, key: MetaKey, value: string): void {
  connection
    .sql('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, value)
}

export function removeMeta(connection: Connection, key: MetaKey): void {
  connection.sql('DELETE FROM meta WHERE key = ?').run(key)
}
