import { SYNC_MANAGER, TASK_QUEUE } from '@meantime/core'
import { OurQueue, type QueueSettings } from './our-queue.js'
import type { Peer } from './peers.js'
import { syncInto } from './sync-plugins.js'

/** The whole sync engine over the queue, with a transport in the handler's place. */
export async function ourPeer(file: string, synchronous: QueueSettings['synchronous']): Promise<Peer> {
  let handled = 0
  const handler = syncInto(async (batch) => {
    handled += batch.length
  })
  const queue = await OurQueue.open(file, { synchronous }, [handler])
  const sync = queue.app.get(SYNC_MANAGER)
  return {
    async enqueue(jobs) {
      for (let n = 0; n < jobs; n += 1) await queue.enqueue()
    },
    async process(jobs) {
      const { sent } = await sync.syncQueue()
      const { sent: receipts } = await queue.app.get(TASK_QUEUE).counts()
      if (sent !== jobs || handled !== jobs || receipts !== jobs) throw new Error('The sync did not do all jobs')
    },
    close: () => queue.close(),
  }
}
