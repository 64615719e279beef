import type { Clock, Logger, NewId, Random } from '@meantime/core'
import type { SqliteQueueSettings } from '../options.js'
import { withFileLock } from './file-lock.js'
import { finish, type Recovery } from './finish.js'
import { openConnection } from './open-connection.js'
import { patiently } from './patient.js'
import { isUpToDate, refuseForeign } from './schema-version.js'
import { scrubFile } from './scrub-file.js'

export interface FileDeps {
  readonly clock: Clock
  readonly newId: NewId
  readonly random: Random
  readonly logger: Logger
  /** Brings the tables of a new or older file up to date. Loaded only when needed: TypeORM costs 0.3 s at start. */
  loadMigrator(): Promise<{ migrate(file: string): Promise<void> }>
}

/** Makes a new or older file into an up-to-date one. Processes that come together wait for the first. */
export async function upgrade(settings: SqliteQueueSettings, deps: FileDeps): Promise<void> {
  await withFileLock(settings.file, { ...deps, busyMs: settings.busyMs }, () => layNew(settings, deps))
}

/** The same, by the only process that knows of the file; `recovery` is what it begins with. */
export async function layNew(settings: SqliteQueueSettings, deps: FileDeps, recovery?: Recovery): Promise<void> {
  const patience = { ...deps, busyMs: settings.busyMs }
  if (await patiently(() => prepare(settings), patience)) return
  const { migrate } = await deps.loadMigrator()
  await migrate(settings.file)
  await patiently(() => complete(settings, deps, recovery), patience)
}

/** Leaves an empty or older database behind, in WAL mode. True when there is nothing left to do. */
function prepare(settings: SqliteQueueSettings): boolean {
  const connection = openConnection(settings)
  try {
    if (isUpToDate(connection)) return true
    refuseForeign(connection)
    connection.database.pragma('journal_mode = WAL')
    return false
  } finally {
    connection.close()
  }
}

function complete(settings: SqliteQueueSettings, deps: FileDeps, recovery: Recovery | undefined): void {
  const connection = openConnection(settings)
  try {
    finish(connection, settings, deps, recovery)
    scrubFile(connection, deps.logger)
    // Closing it does the same but keeps it to itself when the disk is full; this file is about to be moved alone.
    if (recovery) connection.database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    connection.close()
  }
}
