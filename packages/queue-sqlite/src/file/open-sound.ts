import type { SqliteQueueSettings } from '../options.js'
import type { Connection } from './connection.js'
import { metaValue } from './meta.js'
import { openConnection } from './open-connection.js'
import { isDamage } from './storage-error.js'

/** Opens the file unless it is no database, or one whose schema or first table cannot be read. */
export function openSound(settings: SqliteQueueSettings): Connection | 'damaged' {
  let connection: Connection | undefined
  try {
    connection = openConnection(settings)
    const tables = connection.sql("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'meta'").all()
    if (tables.length > 0) metaValue(connection, 'device_id')
    return connection
  } catch (error) {
    connection?.close()
    if (isDamage(error)) return 'damaged'
    throw error
  }
}
