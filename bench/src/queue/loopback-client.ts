import {
  AUTH_API,
  type EntryId,
  type EventDraft,
  type EventId,
  Secret,
  SYNC_MANAGER,
  TASK_QUEUE,
  type TaskQueue,
} from '@meantime/core'
import { httpTransport } from '@meantime/transport-http'
import { seconds } from '../measure.js'
import { ACCOUNT, OurQueue } from './our-queue.js'
import { signedIn } from './sync-plugins.js'

export interface Drained {
  readonly seconds: number
  readonly batches: number
  /** RSS after each 100th of the tasks. */
  readonly megabytes: readonly number[]
}

const [file = '', synchronous, server = '', tasks = '0', limit = '100'] = process.argv.slice(2)
const settings = { synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL' } as const
const wanted = Number(tasks)

const registration = await OurQueue.open(`${file}.sign-in`, settings, [httpTransport({ server })])
const token = await register()
await registration.close()

const queue = await OurQueue.open(file, settings, [httpTransport({ server }), signedIn(token, server)])
await record(wanted)
if (limit === '1') oneAtATime(queue.app.get(TASK_QUEUE))
const sync = queue.app.get(SYNC_MANAGER)
const megabytes: number[] = []
sync.onProgress(({ sent }) => {
  if (sent >= (megabytes.length * wanted) / 100) megabytes.push(process.memoryUsage.rss() / 1e6)
})
let batches = 0
const took = await seconds(async () => {
  const report = await sync.syncQueue()
  if (report.sent !== wanted) throw new Error(`Delivered ${report.sent} of ${wanted}: ${report.status}`)
  batches = report.batches
})
await queue.close()
process.send?.({ seconds: took, batches, megabytes } satisfies Drained)

async function register(): Promise<Secret> {
  const email = `bench-${Date.now()}@example.org`
  const signIn = await registration.app.get(AUTH_API).register?.({ email, password: new Secret('bench password 1') })
  if (!signIn) throw new Error('The server takes no accounts')
  return signIn.tokens.access
}

/** Entries of a minute each, start and stop, 1000 events in one decision. */
async function record(events: number): Promise<void> {
  const begin = Date.now() - events * 60_000
  for (let n = 0; n < events; n += 1000) {
    const drafts: EventDraft[] = []
    for (let i = n; i < Math.min(events, n + 1000); i += 2) {
      const entryId = queue.newId() as EntryId
      const at = begin + i * 30_000
      const id = () => queue.newId() as EventId
      drafts.push({
        id: id(),
        entryId,
        type: 'start',
        occurredAt: at,
        description: 'Work to deliver',
        project: 'Bench',
      })
      if (i + 1 < events) drafts.push({ id: id(), entryId, type: 'stop', occurredAt: at + 25_000 })
    }
    await queue.journal.record(ACCOUNT, () => drafts)
  }
}

/** What a client without batches does: claims, sends and settles each task by itself. */
function oneAtATime(tasks: TaskQueue): void {
  const claim = tasks.claim.bind(tasks)
  tasks.claim = (request) => claim({ ...request, limit: 1 })
}
