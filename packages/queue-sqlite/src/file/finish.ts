import { payloadKeys } from '@meantime/core/legacy'
import { takeOverLegacyQueue } from '../legacy/take-over.js'
import type { SqliteQueueSettings } from '../options.js'
import { putState } from '../state-store.js'
import type { Connection } from './connection.js'
import { metaValue, putMeta } from './meta.js'
import type { Carved } from './salvage/carve.js'
import { type Restored, restore } from './salvage/restore.js'
import { SCHEMA_VERSION } from './schema-version.js'
import type { FileDeps } from './upgrade.js'

/** In the state store after a damaged file was set aside; an app shows it until the person has seen it. */
export const RECOVERED = 'recovered'
export interface RecoveredNotice extends Restored {
  /** UTC ms. */
  readonly at: number
  /** Name of the set-aside file, in the same folder. */
  readonly file: string
  /** The salvage itself went wrong, so nothing was taken from the file; all of it is still there. */
  readonly failed: boolean
}

/** What a new file is made from. */
export interface Recovery {
  readonly aside: string
  /** Of the queue's table, when that is sound. */
  readonly queueRows: number | undefined
  /** Undefined when the salvage went wrong. */
  readonly carved: Carved | undefined
}

const NOTHING: Restored = { events: 0, lostEvents: 0, tasks: 0, lostTasks: 0, lostPages: 0, unchecked: 0, stopped: 0 }

/** One transaction: either the file is up to date afterwards, or all of this is done again at the next start. */
export function finish(
  connection: Connection,
  settings: SqliteQueueSettings,
  deps: FileDeps,
  recovery: Recovery | undefined,
): void {
  connection.database
    .transaction(() => {
      if (recovery) noteRecovered(connection, deps, recovery)
      if (metaValue(connection, 'device_id') === undefined) putMeta(connection, 'device_id', deps.newId())
      if (takeOverLegacyQueue(connection, { ...deps, keys: payloadKeys(settings.file, settings.env) }))
        putMeta(connection, 'scrub', 'due')
      connection.database.pragma(`user_version = ${SCHEMA_VERSION}`)
    })
    .immediate()
}

function noteRecovered(connection: Connection, deps: FileDeps, { aside, carved, queueRows }: Recovery): void {
  const restored = carved ? restore(connection, { carved, queueRows }, deps) : NOTHING
  const failed = carved === undefined
  const notice: RecoveredNotice = { at: deps.clock.now(), file: aside, ...restored, failed }
  putState(connection, RECOVERED, notice)
  deps.logger.warn('the database file was damaged; it was set aside and what could be read is kept', {
    aside,
    ...restored,
    failed,
  })
}
