import type { Database } from 'better-sqlite3'
import { buildDBClient, Runner, SqliteQueue } from 'liteque'
import { PAYLOAD } from './our-queue.js'
import type { OpenPeer } from './peers.js'

/** What its client hides: without it neither `synchronous` could be set nor the file closed. */
interface Opened {
  readonly session: { readonly client: Database }
}

/** liteque with WAL, as it recommends; it turns `synchronous` to NORMAL itself, so ours is set after it. */
export const litequePeer: OpenPeer = async (file, synchronous) => {
  const client = buildDBClient(file, { runMigrations: true })
  const { client: database } = (client as unknown as Opened).session
  database.pragma(`synchronous = ${synchronous}`)
  letTransactionsWait(database)
  const options = { defaultJobArgs: { numRetries: 2 }, keepFailedJobs: false }
  const queue = new SqliteQueue<typeof PAYLOAD>('bench', client, options)
  return {
    async enqueue(jobs) {
      for (let n = 0; n < jobs; n += 1) await queue.enqueue(PAYLOAD)
    },
    async process(jobs) {
      let done = 0
      const run = async () => {
        done += 1
      }
      // A short poll: at the end it waits once for it. The timer that it starts for each job is never cleared.
      const runner = new Runner(queue, { run }, { concurrency: 10, pollIntervalMs: 1, timeoutSecs: 5 })
      await runner.runUntilEmpty()
      if (done !== jobs) throw new Error('liteque did not do all jobs')
    },
    async close() {
      database.close()
    },
  }
}

/**
 * liteque hands asynchronous functions to transactions, which better-sqlite3 12 refuses. What they do is what it means
 * them to do: begin, await, commit.
 */
function letTransactionsWait(database: Database): void {
  const transaction = (work: (...args: unknown[]) => Promise<unknown>) => {
    const run = async (...args: unknown[]) => {
      database.exec('BEGIN')
      try {
        const result = await work(...args)
        database.exec('COMMIT')
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    }
    return Object.assign(run, { default: run, deferred: run, immediate: run, exclusive: run })
  }
  Object.assign(database, { transaction })
}
