import {
  type AccountId,
  type App,
  coreServices,
  createApp,
  type EntryId,
  type EventDraft,
  type EventId,
  JOURNAL,
  type Journal,
  type Lease,
  NEW_ID,
  type NewId,
  type Plugin,
  TASK_QUEUE,
  type TaskId,
  type TaskQueue,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'

export const ACCOUNT = 'bench-account' as AccountId
/** With its fields around it, a task of about 300 bytes. */
export const PAYLOAD = { app: 'Editor', title: 'x'.repeat(220), keys: 12, clicks: 3 }

export interface QueueSettings {
  readonly synchronous: 'FULL' | 'NORMAL'
}

/** The queue as the apps use it: through its ports, on a file of its own. */
export class OurQueue {
  private constructor(
    readonly app: App,
    readonly queue: TaskQueue,
    readonly journal: Journal,
    readonly newId: NewId,
  ) {}

  static async open(file: string, { synchronous }: QueueSettings, more: readonly Plugin[] = []): Promise<OurQueue> {
    const plugins = [coreServices(), sqliteQueue({ file, synchronous, capacity: 100_000_000 }), ...more]
    const app = createApp({ plugins })
    await app.start(JOURNAL, TASK_QUEUE)
    return new OurQueue(app, app.get(TASK_QUEUE), app.get(JOURNAL), app.get(NEW_ID))
  }

  enqueue(): Promise<void> {
    return this.queue.enqueue({
      id: this.newId() as TaskId,
      account: ACCOUNT,
      entityType: 'activity',
      payload: PAYLOAD,
    })
  }

  /** One event: a start when nothing runs, else a stop. */
  async record(): Promise<void> {
    const occurredAt = Date.now()
    const id = this.newId() as EventId
    const entryId = this.newId() as EntryId
    await this.journal.record(ACCOUNT, ({ open }): EventDraft[] =>
      open
        ? [{ id, entryId: open.id, type: 'stop', occurredAt }]
        : [{ id, entryId, type: 'start', occurredAt, description: PAYLOAD.title, project: null }],
    )
  }

  async claim(): Promise<Lease> {
    const lease = await this.queue.claim({ account: ACCOUNT, limit: 100 })
    if (lease?.tasks.length !== 100) throw new Error('A claim of 100 did not get 100 tasks')
    return lease
  }

  async ack(lease: Lease, ids: readonly TaskId[] = lease.tasks.map(({ id }) => id)): Promise<void> {
    const { settled } = await this.queue.settle(
      lease.token,
      ids.map((id) => ({ id, result: 'sent' })),
    )
    if (settled !== ids.length) throw new Error('A task could not be settled')
  }

  async close(): Promise<void> {
    await this.app.stop()
  }
}
