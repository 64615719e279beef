import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { BLOB_STORE, CLOCK, createApp, LOGGER, type Plugin } from '@meantime/core'
import { ManualClock, type RecordingLogger, recordingLogger } from '@meantime/testkit'
import { onTestFinished } from 'vitest'
import { fileSpool, type OpenKeySource, type SpoolDisk } from '../src/index.js'

export const GRACE = 600_000

export interface Given {
  readonly folder?: string
  readonly disk?: SpoolDisk
  readonly clock?: ManualClock
  readonly key: OpenKeySource | 'none'
}

/** A spool in a folder of its own; `data` is the folder above. */
export function openSpool(given: Given) {
  const folder = given.folder ?? join(mkdtempSync(join(tmpdir(), 'meantime-spool-')), 'spool')
  onTestFinished(() => rm(dirname(folder), { recursive: true, force: true }))
  const clock = given.clock ?? new ManualClock(Date.now())
  const logger: RecordingLogger = recordingLogger()
  const surroundings: Plugin = {
    name: 'surroundings',
    register(registry) {
      registry.provide(CLOCK, () => clock)
      registry.provide(LOGGER, () => logger)
    },
  }
  const disk = given.disk === undefined ? {} : { disk: given.disk }
  const app = createApp({ plugins: [surroundings, fileSpool({ folder, graceMs: GRACE, key: given.key, ...disk })] })
  return { spool: app.get(BLOB_STORE), folder, data: dirname(folder), clock, logger }
}
