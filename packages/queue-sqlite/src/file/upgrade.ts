import { basename } from 'node:path'
import type { Clock, Logger, NewId, Random } from '@meantime/core'
import { payloadKeys } from '../legacy/payload-keys.js'
import { takeOverLegacyQueue } from '../legacy/take-over.js'
import type { SqliteQueueSettings } from '../options.js'
import { putState } from '../state-store.js'
import { withFileLock } from './file-lock.js'
import { metaValue, putMeta } from './meta.js'
import { openConnection } from './open-connection.js'
import { openSound } from './open-sound.js'
import { patiently } from './patient.js'
import { isUpToDate, refuseForeign, SCHEMA_VERSION } from './schema-version.js'
import { scrubFile } from './scrub-file.js'
import { setAside } from './set-aside.js'

export interface FileDeps {
  readonly clock: Clock
  readonly newId: NewId
  readonly random: Random
  readonly logger: Logger
  /** Brings the tables of a new or older file up to date. Loaded only when needed: TypeORM costs 0.3 s at start. */
  loadMigrator(): Promise<{ migrate(file: string): Promise<void> }>
}

/** In the state store after a damaged file was set aside; an app shows it until the person has seen it. */
export const RECOVERED = 'recovered'
export interface RecoveredNotice {
  /** UTC ms. */
  readonly at: number
  /** Name of the set-aside file, in the same folder. */
  readonly file: string
}

/** Makes a new, older or damaged file into an up-to-date one. Processes that come together wait for the first. */
export async function upgrade(settings: SqliteQueueSettings, deps: FileDeps): Promise<void> {
  const patience = { ...deps, busyMs: settings.busyMs }
  await withFileLock(settings.file, patience, async () => {
    const recovered = await patiently(() => prepare(settings, deps), patience)
    if (recovered === 'up-to-date') return
    const { migrate } = await deps.loadMigrator()
    await migrate(settings.file)
    await patiently(() => finish(settings, deps, recovered), patience)
  })
}

/** Leaves an empty or older database behind, in WAL mode. */
function prepare(settings: SqliteQueueSettings, deps: FileDeps): RecoveredNotice | 'up-to-date' | undefined {
  const found = openSound(settings)
  const recovered = found === 'damaged' ? recover(settings.file, deps) : undefined
  const connection = found === 'damaged' ? openConnection(settings) : found
  try {
    if (isUpToDate(connection)) return 'up-to-date'
    refuseForeign(connection)
    connection.database.pragma('journal_mode = WAL')
    return recovered
  } finally {
    connection.close()
  }
}

/** Salvaging a half-damaged file row by row belongs here, between setting it aside and beginning the new one. */
function recover(file: string, { clock, logger }: FileDeps): RecoveredNotice {
  const aside = basename(setAside(file, clock.now()))
  logger.warn('the database file was damaged; it was set aside and a new one begun', { aside })
  return { at: clock.now(), file: aside }
}

/** One transaction: either the file is up to date afterwards, or all of this is done again at the next start. */
function finish(settings: SqliteQueueSettings, deps: FileDeps, recovered: RecoveredNotice | undefined): void {
  const connection = openConnection(settings)
  try {
    connection.database
      .transaction(() => {
        if (metaValue(connection, 'device_id') === undefined) putMeta(connection, 'device_id', deps.newId())
        if (recovered) putState(connection, RECOVERED, recovered)
        if (takeOverLegacyQueue(connection, { ...deps, keys: payloadKeys(settings) }))
          putMeta(connection, 'scrub', 'due')
        connection.database.pragma(`user_version = ${SCHEMA_VERSION}`)
      })
      .immediate()
    scrubFile(connection, deps.logger)
  } finally {
    connection.close()
  }
}
