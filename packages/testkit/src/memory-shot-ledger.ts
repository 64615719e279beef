import {
  type AccountId,
  type Clock,
  type HeldShot,
  isQueueFullError,
  LOCAL_ACCOUNT,
  type Shot,
  type ShotLedger,
  type ShotPicture,
  type ShotQuery,
  type SkippedShot,
  screenshotPayload,
  type TaskId,
} from '@meantime/core'
import type { MemoryJournal } from './memory-journal.js'
import type { MemoryQueue } from './memory-queue.js'

const LOG_MS = 30 * 24 * 60 * 60_000
const SLACK_MS = 60_000

interface Kept {
  shot: Shot
  /** How long it was meant to be held. */
  holdMs: number
  endedAt?: number
}

/** The log of pictures in memory, beside a queue in memory. It finds out what became of its tasks when it is asked. */
export class MemoryShotLedger implements ShotLedger {
  private kept: Kept[] = []

  constructor(
    private readonly queue: MemoryQueue,
    private readonly journal: MemoryJournal,
    private readonly clock: Clock,
  ) {}

  async record(shot: HeldShot | SkippedShot): Promise<void> {
    if (this.kept.some((known) => known.shot.id === shot.id)) return
    const now = this.clock.now()
    const over = shot.state === 'skipped' ? { endedAt: now } : {}
    this.kept.push({ shot, holdMs: Math.max(0, (shot.holdUntil ?? now) - now), ...over })
  }

  async release(account: AccountId): Promise<number> {
    await this.follow(account)
    this.mendDeadlines()
    const due = this.held(account).filter(({ shot }) => shot.holdUntil <= this.clock.now())
    let queued = 0
    for (const kept of due.sort((a, b) => a.shot.takenAt - b.shot.takenAt)) {
      const entry = await this.journal.entry(kept.shot.entryId)
      if (entry?.state === 'deleted') this.end(kept, 'deleted', 'entry-deleted')
      else if (await this.enqueued(kept.shot)) {
        const { holdUntil: _over, reason: _reason, ...shot } = kept.shot
        Object.assign(kept, { shot: { ...shot, state: 'queued' } })
        queued += 1
      } else Object.assign(kept, { shot: { ...kept.shot, reason: 'queue-full' } })
    }
    return queued
  }

  async nextReleaseAt(account: AccountId): Promise<number | undefined> {
    const latest = (holdMs: number) => this.clock.now() + holdMs + SLACK_MS
    const ends = this.held(account).map(({ shot, holdMs }) => Math.min(shot.holdUntil, latest(holdMs)))
    return ends.length === 0 ? undefined : Math.min(...ends)
  }

  async get(id: TaskId): Promise<Shot | undefined> {
    await this.follow()
    return this.kept.find(({ shot }) => shot.id === id)?.shot
  }

  async list({ account, states, from = 0, to = Number.MAX_SAFE_INTEGER, limit = 100 }: ShotQuery) {
    await this.follow(account)
    return this.kept
      .map(({ shot }) => shot)
      .filter((shot) => shot.account === account && (states?.includes(shot.state) ?? true))
      .filter(({ takenAt }) => takenAt >= from && takenAt < to)
      .sort((a, b) => b.takenAt - a.takenAt || (a.id < b.id ? 1 : -1))
      .slice(0, limit)
  }

  async delete(ids: readonly TaskId[]): Promise<readonly TaskId[]> {
    await this.follow()
    const deleted: TaskId[] = []
    for (const kept of this.kept.filter(({ shot }) => ids.includes(shot.id))) {
      const { id, state } = kept.shot
      const cancelled = state === 'queued' && (await this.queue.cancel([id])) > 0
      if (state !== 'held' && !cancelled) continue
      this.end(kept, 'deleted', 'by-person')
      deleted.push(id)
    }
    return deleted
  }

  async replace(id: TaskId, picture: ShotPicture): Promise<boolean> {
    const kept = this.kept.find(({ shot }) => shot.id === id && shot.state === 'held')
    if (kept) kept.shot = { ...kept.shot, picture }
    return kept !== undefined
  }

  private held(account: AccountId): (Kept & { shot: HeldShot })[] {
    const isHeld = (kept: Kept): kept is Kept & { shot: HeldShot } => kept.shot.state === 'held'
    return this.kept.filter(isHeld).filter(({ shot }) => shot.account === account)
  }

  private async enqueued({ id, account, entryId, takenAt, monitor, picture }: HeldShot): Promise<boolean> {
    const { sha256, bytes, mediaType } = picture
    const blob = { sha256, bytes, mediaType }
    const payload = screenshotPayload({ id, entryId, takenAt, monitor }, blob)
    try {
      await this.queue.enqueue({ id, account, entityType: 'screenshot', entryId, payload, blob })
      return true
    } catch (error) {
      if (isQueueFullError(error)) return false
      throw error
    }
  }

  /** Brings the log in line with the tasks, the accounts and the time. */
  private async follow(account?: AccountId): Promise<void> {
    for (const kept of this.kept.filter(({ shot }) => shot.state === 'queued')) {
      const state = (await this.queue.task(kept.shot.id))?.state
      if (state === undefined) this.end(kept, 'dropped', 'queue-full')
      else if (state === 'sent') this.end(kept, 'sent')
      else if (state === 'cancelled') this.end(kept, 'deleted', 'by-person')
    }
    if (account !== undefined) await this.adopt(account)
    const until = this.clock.now() - LOG_MS
    this.kept = this.kept.filter(({ endedAt = until }) => endedAt >= until)
  }

  private async adopt(account: AccountId): Promise<void> {
    await this.journal.record(account, ({ entry }) => {
      for (const kept of this.kept)
        if (kept.shot.account === LOCAL_ACCOUNT && entry(kept.shot.entryId)) kept.shot = { ...kept.shot, account }
      return []
    })
  }

  private mendDeadlines(): void {
    const now = this.clock.now()
    for (const kept of this.kept)
      if (kept.shot.state === 'held' && (kept.shot.holdUntil ?? 0) > now + kept.holdMs + SLACK_MS)
        kept.shot = { ...kept.shot, holdUntil: now + kept.holdMs }
  }

  private end(kept: Kept, state: 'sent' | 'deleted' | 'dropped', reason?: string): void {
    const { picture: _picture, holdUntil: _holdUntil, reason: _reason, ...shot } = kept.shot
    kept.shot = { ...shot, state, ...(reason === undefined ? {} : { reason }) }
    kept.endedAt = this.clock.now()
  }
}
