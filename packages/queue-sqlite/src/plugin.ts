import {
  BLOB_STORE,
  CHANGE_FEED,
  CLOCK,
  JOURNAL,
  LOCKS,
  LOGGER,
  NEW_ID,
  type Plugin,
  RANDOM,
  SHOT_LEDGER,
  STATE_STORE,
  TASK_QUEUE,
  UPLOAD_LEDGER,
} from '@meantime/core'
import { CHANGE_SIGNAL, ChangeSignal } from './change-signal.js'
import { SQLITE_FILE, SqliteFile } from './file/sqlite-file.js'
import { SqliteJournal } from './journal/sqlite-journal.js'
import { LegacyPictures } from './legacy/legacy-pictures.js'
import { type SqliteQueueOptions, withDefaults } from './options.js'
import { SqliteTaskQueue } from './queue/sqlite-task-queue.js'
import { SqliteUploadLedger } from './queue/sqlite-upload-ledger.js'
import { SqliteShotLedger } from './shots/sqlite-shot-ledger.js'
import { SqliteLocks } from './sqlite-locks.js'
import { SqliteStateStore } from './state-store.js'

/** Journal, queue, locks, shared state and change feed of one data folder, in one SQLite file. */
export const sqliteQueue = (options: SqliteQueueOptions): Plugin => ({
  name: '@meantime/queue-sqlite',
  register(registry) {
    const settings = withDefaults(options)
    registry.provide(CHANGE_SIGNAL, (resolve) => new ChangeSignal(settings.file, resolve(CLOCK), resolve(LOGGER)))
    registry.provide(SQLITE_FILE, (resolve) => {
      const deps = {
        clock: resolve(CLOCK),
        newId: resolve(NEW_ID),
        random: resolve(RANDOM),
        logger: resolve(LOGGER),
        loadMigrator: () => import('./typeorm/migrate.js'),
      }
      return new SqliteFile(settings, deps, resolve(CHANGE_SIGNAL))
    })
    registry.provide(
      JOURNAL,
      (resolve) => new SqliteJournal(resolve(SQLITE_FILE), resolve(CLOCK), resolve(NEW_ID), resolve(LOGGER)),
    )
    registry.provide(
      TASK_QUEUE,
      (resolve) => new SqliteTaskQueue(resolve(SQLITE_FILE), resolve(CLOCK), resolve(NEW_ID), resolve(LOGGER)),
    )
    registry.provide(UPLOAD_LEDGER, (resolve) => {
      const [file, clock, blobs] = [resolve(SQLITE_FILE), resolve(CLOCK), resolve.optional(BLOB_STORE)]
      const deps = { clock, newId: resolve(NEW_ID), logger: resolve(LOGGER) }
      return new SqliteUploadLedger(file, clock, blobs && new LegacyPictures(file, blobs, deps))
    })
    registry.provide(
      SHOT_LEDGER,
      (resolve) => new SqliteShotLedger(resolve(SQLITE_FILE), resolve(CLOCK), resolve(LOGGER)),
    )
    registry.provide(LOCKS, (resolve) => new SqliteLocks(resolve(SQLITE_FILE), resolve(CLOCK), resolve(NEW_ID)))
    registry.provide(STATE_STORE, (resolve) => new SqliteStateStore(resolve(SQLITE_FILE)))
    registry.provide(CHANGE_FEED, (resolve) => resolve(CHANGE_SIGNAL))
  },
})
