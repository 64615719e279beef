import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JOURNAL, SHOT_LEDGER, TASK_QUEUE, UPLOAD_LEDGER } from '@meantime/core'
import type { QueueSettings, ShotParts } from '@meantime/testkit'
import { openApp } from './open-app.js'

/** Everything that the contract suites ask for, on a file of its own. */
export const freshParts = (settings: QueueSettings): Promise<ShotParts> =>
  open(join(mkdtempSync(join(tmpdir(), 'meantime-queue-')), 'meantime.db'), settings)

async function open(file: string, settings: QueueSettings): Promise<ShotParts> {
  const { app } = await openApp({ file, capacity: settings.capacity, synchronous: 'NORMAL' }, settings)
  return {
    journal: app.get(JOURNAL),
    queue: app.get(TASK_QUEUE),
    shots: app.get(SHOT_LEDGER),
    uploads: app.get(UPLOAD_LEDGER),
    async close() {
      await app.stop()
      await rm(join(file, '..'), { recursive: true, force: true })
    },
    async reopen() {
      await app.stop()
      return open(file, settings)
    },
  }
}
