import type { Logger } from '@meantime/core'
import type { Connection } from './connection.js'
import { metaValue, removeMeta } from './meta.js'

/**
 * Rewrites the file without what was deleted from it, and empties its `-wal`, when that is due: the predecessor kept
 * tokens in its rows. Not done yet (another process reads, the disk is full), it stays due for the next start.
 */
export function scrubFile(connection: Connection, logger: Logger): void {
  if (metaValue(connection, 'scrub') !== 'due') return
  try {
    connection.database.exec('VACUUM')
    truncateWal(connection)
    removeMeta(connection, 'scrub')
  } catch (error) {
    logger.warn('traces of old tokens could not be wiped from the database yet', { error: (error as Error).message })
  }
}

function truncateWal(connection: Connection): void {
  const [outcome] = connection.database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  if (outcome?.busy !== 0) throw new Error('another process reads the database')
}
