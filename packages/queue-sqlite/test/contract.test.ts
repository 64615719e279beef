import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JOURNAL, TASK_QUEUE, UPLOAD_LEDGER } from '@meantime/core'
import { describeQueueContract, type QueueParts, type QueueSettings } from '@meantime/testkit'
import { openApp } from './support/open-app.js'

describeQueueContract({
  create: (settings) => open(join(mkdtempSync(join(tmpdir(), 'meantime-queue-')), 'meantime.db'), settings),
  capabilities: { durable: true, uploads: true },
})

async function open(file: string, settings: QueueSettings): Promise<QueueParts> {
  const { app } = await openApp({ file, capacity: settings.capacity, synchronous: 'NORMAL' }, settings)
  return {
    journal: app.get(JOURNAL),
    queue: app.get(TASK_QUEUE),
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
