import type { SqliteQueueSettings } from '../options.js'
import type { Connection } from './connection.js'
import { metaValue } from './meta.js'
import { openConnection } from './open-connection.js'
import { isUpToDate } from './schema-version.js'
import { isDamage } from './storage-error.js'

/** `damaged`: no database, or one whose schema or first table cannot be read. `older`: also a new one. */
export function openUpToDate(settings: SqliteQueueSettings): Connection | 'damaged' | 'older' {
  let connection: Connection | undefined
  try {
    connection = openConnection(settings)
    connection.sql('SELECT count(*) FROM sqlite_schema').get()
    if (isUpToDate(connection)) {
      metaValue(connection, 'device_id')
      return connection
    }
  } catch (error) {
    connection?.close()
    if (isDamage(error)) return 'damaged'
    throw error
  }
  connection.close()
  return 'older'
}
