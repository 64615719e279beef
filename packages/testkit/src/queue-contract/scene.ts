import type {
  AccountId,
  ClaimRequest,
  EntryId,
  EventDraft,
  EventId,
  Journal,
  Lease,
  NewId,
  Settlement,
  Task,
  TaskId,
  TaskQueue,
  UploadLedger,
} from '@meantime/core'
import { ManualClock } from '../manual-clock.js'
import { sequentialIds } from '../sequential-ids.js'

export interface QueueSettings {
  readonly clock: ManualClock
  readonly newId: NewId
  /** Open tasks that the queue holds. */
  readonly capacity: number
}

export interface QueueParts {
  readonly journal: Journal
  readonly queue: TaskQueue
  /** The same queue's uploads; for one that keeps pictures. */
  readonly uploads?: UploadLedger
  close?(): Promise<void>
  /** Closes and opens the same data again; for a durable queue. */
  reopen?(): Promise<QueueParts>
}

export type OpenScene = (settings?: Partial<QueueSettings>) => Promise<Scene>

export const ANN = '0190a000-0000-7000-8000-00000000000a' as AccountId
export const BOB = '0190a000-0000-7000-8000-00000000000b' as AccountId
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const DAY = 24 * 60 * MINUTE
export const REASON = { code: 'test-reason', message: 'Said by the test.' }

/** An entry's first event and what it made. */
export interface Begun {
  readonly entry: EntryId
  /** The task of the start. */
  readonly task: TaskId
}

/** One journal and queue with the words that the tests use for them. */
export class Scene {
  private constructor(
    private parts: QueueParts,
    readonly clock: ManualClock,
    readonly newId: NewId,
  ) {}

  static async open(create: (settings: QueueSettings) => Promise<QueueParts>, given: Partial<QueueSettings>) {
    const clock = given.clock ?? new ManualClock()
    const newId = given.newId ?? sequentialIds(clock)
    return new Scene(await create({ clock, newId, capacity: given.capacity ?? 10_000 }), clock, newId)
  }

  get journal(): Journal {
    return this.parts.journal
  }

  get queue(): TaskQueue {
    return this.parts.queue
  }

  get uploads(): UploadLedger {
    if (!this.parts.uploads) throw new Error('a queue that keeps pictures must give its uploads')
    return this.parts.uploads
  }

  async close(): Promise<void> {
    await this.parts.close?.()
  }

  async reopen(): Promise<void> {
    if (!this.parts.reopen) throw new Error('a durable queue must be able to reopen')
    this.parts = await this.parts.reopen()
  }

  /** Records a start and moves the clock on by a second, as every event does. */
  async start(account = ANN, description = ''): Promise<Begun> {
    const entry = this.newId() as EntryId
    const task = await this.record(account, { ...this.draft(entry), type: 'start', description, project: null })
    return { entry, task }
  }

  pause = (entry: EntryId, account = ANN) => this.record(account, { ...this.draft(entry), type: 'pause' })
  resume = (entry: EntryId, account = ANN) => this.record(account, { ...this.draft(entry), type: 'resume' })
  stop = (entry: EntryId, account = ANN) => this.record(account, { ...this.draft(entry), type: 'stop' })

  edit = (entry: EntryId, account = ANN) =>
    this.record(account, { ...this.draft(entry), type: 'edit', changes: { description: 'Edited' } })

  /** A whole entry: start and stop. Returns the ids of both tasks. */
  async worked(account = ANN): Promise<{ entry: EntryId; start: TaskId; stop: TaskId }> {
    const { entry, task } = await this.start(account)
    return { entry, start: task, stop: await this.stop(entry, account) }
  }

  /** A whole entry that is not to be delivered, of a person who was in Kathmandu. */
  async keptHere(account = ANN): Promise<{ entry: EntryId; tasks: TaskId[] }> {
    const entry = this.newId() as EntryId
    const start: EventDraft = { ...this.draft(entry), type: 'start', description: '', project: null }
    const drafts = [start, { ...this.draft(entry), type: 'stop' } as const]
    await this.journal.record(account, () => drafts, { deliver: false, zone: 'Asia/Kathmandu' })
    return { entry, tasks: drafts.map(({ id }) => id as string as TaskId) }
  }

  async screenshot(entryId?: EntryId, account = ANN): Promise<TaskId> {
    const id = this.newId() as TaskId
    const of = entryId === undefined ? {} : { entryId }
    await this.queue.enqueue({ id, account, entityType: 'screenshot', payload: { file: `${id}.jpg` }, ...of })
    return id
  }

  async claim(request: Partial<ClaimRequest> = {}): Promise<Lease | undefined> {
    return this.queue.claim({ account: ANN, limit: 100, ...request })
  }

  /** Claims, and fails the test when there is nothing. */
  async mustClaim(request: Partial<ClaimRequest> = {}): Promise<Lease> {
    const lease = await this.claim(request)
    if (!lease) throw new Error('nothing could be claimed')
    return lease
  }

  async claimedIds(request: Partial<ClaimRequest> = {}): Promise<TaskId[]> {
    return (await this.claim(request))?.tasks.map(({ id }) => id) ?? []
  }

  /** Claims everything that is due and settles each task in the same way. Returns what was claimed. */
  async settleAll(result: 'sent' | 'failed' | 'dead' | 'released', notBefore = 0): Promise<TaskId[]> {
    const lease = await this.claim()
    if (!lease) return []
    const ids = lease.tasks.map(({ id }) => id)
    await this.queue.settle(
      lease.token,
      ids.map((id) => settlement(id, result, notBefore)),
    )
    return ids
  }

  async mustFind(id: TaskId): Promise<Task> {
    const task = await this.queue.task(id)
    if (!task) throw new Error(`task ${id} is gone`)
    return task
  }

  draft(entryId: EntryId): Pick<EventDraft, 'id' | 'entryId' | 'occurredAt'> {
    return { id: this.newId() as EventId, entryId, occurredAt: this.clock.now() }
  }

  private async record(account: AccountId, draft: EventDraft): Promise<TaskId> {
    await this.journal.record(account, () => [draft])
    this.clock.advance(SECOND)
    return draft.id as string as TaskId
  }
}

export function settlement(id: TaskId, result: Settlement['result'], notBefore: number): Settlement {
  switch (result) {
    case 'sent':
      return { id, result }
    case 'failed':
      return { id, result, notBefore, reason: REASON }
    case 'dead':
      return { id, result, reason: REASON }
    case 'released':
      return notBefore > 0 ? { id, result, notBefore } : { id, result }
  }
}
