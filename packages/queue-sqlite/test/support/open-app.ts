import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type App,
  BLOB_STORE,
  type BlobStore,
  CLOCK,
  createApp,
  JOURNAL,
  LOGGER,
  NEW_ID,
  type NewId,
  type Plugin,
  RANDOM,
  TASK_QUEUE,
} from '@meantime/core'
import { ManualClock, type RecordingLogger, recordingLogger, seededRandom, sequentialIds } from '@meantime/testkit'
import type { MigrationInterface } from 'typeorm'
import { onTestFinished } from 'vitest'
import { SQLITE_FILE, type SqliteFile } from '../../src/file/sqlite-file.js'
import { type SqliteQueueOptions, sqliteQueue } from '../../src/index.js'
import { dataSource, withDataSource } from '../../src/typeorm/data-source.js'
import { AddBlobs } from '../../src/typeorm/migrations/add-blobs.js'
import { AddShots } from '../../src/typeorm/migrations/add-shots.js'
import { LayTables } from '../../src/typeorm/migrations/lay-tables.js'

export interface Opened {
  readonly app: App
  readonly file: SqliteFile
  readonly clock: ManualClock
  readonly newId: NewId
  readonly logger: RecordingLogger
}

/** A folder of the test's own, removed when it is over. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meantime-queue-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

export interface Surroundings {
  clock?: ManualClock
  newId?: NewId
  logger?: RecordingLogger
  /** A place for pictures. @default none */
  blobs?: BlobStore
}

/** A started app with nothing but the queue, on a manual clock. */
export async function openApp(options: SqliteQueueOptions, given: Surroundings = {}): Promise<Opened> {
  const clock = given.clock ?? new ManualClock()
  const newId = given.newId ?? sequentialIds(clock)
  const logger = given.logger ?? recordingLogger()
  const surroundings: Plugin = {
    name: 'test surroundings',
    register(registry) {
      registry.provide(CLOCK, () => clock)
      registry.provide(NEW_ID, () => newId)
      registry.provide(RANDOM, () => seededRandom())
      registry.provide(LOGGER, () => logger)
      const { blobs } = given
      if (blobs) registry.provide(BLOB_STORE, () => blobs)
    },
  }
  const app = createApp({ plugins: [surroundings, sqliteQueue(options)] })
  await app.start()
  return { app, file: app.get(SQLITE_FILE), clock, newId, logger }
}

/** The same, stopped when the test is over. */
export async function openForTest(options: SqliteQueueOptions, given: Surroundings = {}) {
  const opened = await openApp(options, given)
  onTestFinished(() => opened.app.stop())
  return { ...opened, journal: opened.app.get(JOURNAL), queue: opened.app.get(TASK_QUEUE) }
}

/** A file as version 101 left it. */
export const writeFileOf101 = (file: string): Promise<void> => writeOlderFile(file, 101, [LayTables])

export const writeFileOf102 = (file: string): Promise<void> => writeOlderFile(file, 102, [LayTables, AddBlobs])

export const writeFileOf103 = (file: string): Promise<void> =>
  writeOlderFile(file, 103, [LayTables, AddBlobs, AddShots])

async function writeOlderFile(file: string, version: number, migrations: (new () => MigrationInterface)[]) {
  const source = dataSource(file)
  source.setOptions({ migrations })
  await withDataSource(source, async (opened) => {
    await opened.query('PRAGMA journal_mode = WAL')
    await opened.runMigrations()
    await opened.query(`PRAGMA user_version = ${version}`)
  })
}
