import Database from 'better-sqlite3'
import { better, defineQueue, defineWorker, type Logger } from 'plainjob'
import { PAYLOAD } from './our-queue.js'
import type { OpenPeer } from './peers.js'

const silent: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined }

/** plainjob as its README sets it up; it turns `synchronous` to NORMAL itself, so ours is set after it. */
export const plainjobPeer: OpenPeer = async (file, synchronous) => {
  const database = new Database(file)
  const queue = defineQueue({ connection: better(database), logger: silent })
  database.pragma(`synchronous = ${synchronous}`)
  return {
    async enqueue(jobs) {
      for (let n = 0; n < jobs; n += 1) queue.add('bench', PAYLOAD)
    },
    async process(jobs) {
      let done = 0
      let finish: () => void = () => undefined
      const finished = new Promise<void>((resolve) => {
        finish = resolve
      })
      const onCompleted = () => {
        done += 1
        if (done === jobs) finish()
      }
      const worker = defineWorker('bench', async () => undefined, { queue, logger: silent, onCompleted })
      void worker.start()
      await finished
      await worker.stop()
    },
    async close() {
      queue.close()
    },
  }
}
