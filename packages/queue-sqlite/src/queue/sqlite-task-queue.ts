import {
  type AccountId,
  type ClaimRequest,
  type Clock,
  type Lease,
  type LeaseToken,
  type Logger,
  type NewId,
  type QueueCounts,
  queueFullError,
  type Settlement,
  type SettleResult,
  type Task,
  type TaskDraft,
  type TaskId,
  type TaskQuery,
  type TaskQueue,
} from '@meantime/core'
import type { Connection } from '../file/connection.js'
import type { SqliteFile } from '../file/sqlite-file.js'
import { purgeLog } from '../shots/log.js'
import { countTasks, findTask, listTasks, nextDueAt, openLanes, payloadOf } from './browse.js'
import { cancel, retry } from './by-hand.js'
import { openTaskCount } from './capacity.js'
import { claim } from './claim.js'
import { EnqueueTogether } from './enqueue-together.js'
import { isGivenUp } from './given-up.js'
import { insertTask, isKnown } from './insert-task.js'
import { renewLease } from './leases.js'
import { PURGE_CHUNK, purgeChunk } from './purge.js'
import { settle } from './settle.js'

const DAY_MS = 24 * 60 * 60_000
const SHOT_LOG_DAYS = 30

/** The queue in one SQLite file. Every method is one transaction; except for leases it is on the disk when its promise resolves. */
export class SqliteTaskQueue implements TaskQueue {
  private readonly together: EnqueueTogether

  constructor(
    private readonly file: SqliteFile,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly logger: Logger,
  ) {
    this.together = new EnqueueTogether(file)
  }

  /** An id that is in the queue already is not added again. */
  async enqueue(draft: TaskDraft): Promise<void> {
    const { id, account, entityType, entryId, payload, blob } = draft
    const lone = entryId === undefined && blob === undefined
    const taken = lone
      ? await this.together.add({ id, account, entityType, payload, createdAt: this.clock.now() })
      : await this.file.write((connection) => this.insert(connection, draft))
    if (taken) return
    const { capacity } = this.file.settings
    this.logger.warn('the queue is full; a task was refused', { id: draft.id, entityType: draft.entityType, capacity })
    throw queueFullError(capacity)
  }

  private insert(connection: Connection, draft: TaskDraft): boolean {
    if (isKnown(connection, draft.id)) return true
    const { id, account, entityType, entryId, payload, blob } = draft
    const full = openTaskCount(connection) >= this.file.settings.capacity
    // What is given up at once takes no room.
    if (full && !(entryId !== undefined && isGivenUp(connection, entryId))) return false
    insertTask(connection, {
      id,
      lane: id,
      account,
      entityType,
      payload,
      createdAt: this.clock.now(),
      waitsFor: entryId,
      blob,
    })
    return true
  }

  /** A lease that a power failure takes back is like one that expired: its tasks go out again, under the same ids. */
  claim(request: ClaimRequest): Promise<Lease | undefined> {
    const token = this.newId() as LeaseToken
    const { leaseMs } = this.file.settings
    return this.file.write((connection) => claim(connection, request, { token, now: this.clock.now(), leaseMs }), {
      relaxed: true,
    })
  }

  renew(lease: LeaseToken): Promise<boolean> {
    const expiresAt = this.clock.now() + this.file.settings.leaseMs
    return this.file.write((connection) => renewLease(connection, lease, expiresAt), {
      silent: true,
      relaxed: true,
    })
  }

  settle(lease: LeaseToken, settlements: readonly Settlement[]): Promise<SettleResult> {
    return this.file.write((connection) => settle(connection, lease, settlements, this.clock.now()))
  }

  retry(account: AccountId, ids?: readonly TaskId[]): Promise<number> {
    return this.file.write((connection) => retry(connection, account, ids, this.clock.now()))
  }

  cancel(ids: readonly TaskId[]): Promise<number> {
    return this.file.write((connection) => cancel(connection, ids, this.clock.now()))
  }

  task(id: TaskId): Promise<Task | undefined> {
    return this.file.read((connection) => findTask(connection, id))
  }

  payload(id: TaskId): Promise<unknown> {
    return this.file.read((connection) => payloadOf(connection, id))
  }

  tasks(query: TaskQuery): Promise<readonly Task[]> {
    return this.file.read((connection) => listTasks(connection, query))
  }

  openLanes(account: AccountId): Promise<readonly string[]> {
    return this.file.read((connection) => openLanes(connection, account))
  }

  counts(account?: AccountId): Promise<QueueCounts> {
    return this.file.read((connection) => countTasks(connection, account))
  }

  nextDueAt(account: AccountId): Promise<number | undefined> {
    const { leaseMs } = this.file.settings
    return this.file.read((connection) => nextDueAt(connection, account, this.clock.now(), leaseMs))
  }

  async purge(): Promise<number> {
    const now = this.clock.now()
    await this.file.write((connection) => purgeLog(connection, now - SHOT_LOG_DAYS * DAY_MS, now), { silent: true })
    const until = now - this.file.settings.receiptDays * DAY_MS
    for (let purged = 0; ; ) {
      const chunk = await this.file.write((connection) => purgeChunk(connection, until))
      purged += chunk
      if (chunk < PURGE_CHUNK) return purged
    }
  }
}
