import type { Handlers, Notice } from '../../bridge/bridge.js'
import type { Output } from '../../bridge/operations.js'
import type { EntryView, SyncView, TaskView } from '../../bridge/shapes.js'
import { refuse } from './refuse.js'

type Kept = Pick<Handlers, 'tasks' | 'syncNow' | 'retryTasks' | 'discardTasks'>

interface QueueDeps {
  readonly now: () => number
  readonly newId: () => string
  readonly tell: (notice: Notice) => void
  readonly onSettled: () => void
}

const OPEN: readonly TaskView['state'][] = ['pending', 'leased', 'failed']

/** Tasks in memory, delivered some at a time, so that a window can be watched while it drains. */
export class FakeQueue implements Kept {
  online = true
  signedIn = true
  /** Delivered before the receipts that are still there. */
  earlier = 0
  dropped = 0
  cancelledBefore = 0
  last: SyncView['last']
  private running: Promise<number> | undefined
  private progress: SyncView['progress']

  constructor(
    public all: TaskView[],
    private readonly deps: QueueDeps,
  ) {}

  view(): SyncView {
    const count = (state: TaskView['state']) => this.all.filter((task) => task.state === state).length
    return {
      phase: this.running ? 'syncing' : 'idle',
      counts: {
        pending: count('pending'),
        leased: count('leased'),
        failed: count('failed'),
        dead: count('dead'),
        sent: count('sent') + this.earlier,
        cancelled: count('cancelled') + this.cancelledBefore,
        dropped: this.dropped,
      },
      ...(this.progress ? { progress: this.progress } : {}),
      ...(this.last ? { last: this.last } : {}),
    }
  }

  add(lane: string, entityType: string): void {
    const createdAt = this.deps.now()
    this.all = [...this.all, { id: this.deps.newId(), lane, entityType, state: 'pending', attempts: 0, createdAt }]
    if (this.online && this.signedIn) setTimeout(() => void this.run(), 350)
  }

  waiting(): ReadonlySet<string> {
    return new Set(this.all.filter(({ state }) => OPEN.includes(state) || state === 'dead').map(({ lane }) => lane))
  }

  tasks: Handlers['tasks'] = async ({ states, limit }) => {
    const found = this.all.filter(({ state }) => states.length === 0 || states.includes(state))
    const order = states.includes('sent') ? [...found].reverse() : found
    return order.slice(0, limit)
  }

  about(ids: readonly string[], entries: readonly EntryView[]): Output<'taskWork'> {
    return ids.flatMap((id) => {
      const lane = this.all.find((task) => task.id === id)?.lane
      const entry = entries.find((each) => each.id === lane)
      return entry ? [{ id, description: entry.description, project: entry.project }] : []
    })
  }

  syncNow: Handlers['syncNow'] = async () => {
    if (!this.signedIn)
      throw refuse('AUTH_REQUIRED', 'Nobody is signed in.', {
        safe: 'Everything is kept on this computer.',
        hint: 'Sign in in Settings.',
      })
    const sent = await this.run()
    const left = this.all.filter(({ state }) => OPEN.includes(state)).length
    return { status: this.last?.status ?? 'drained', sent, left }
  }

  retryTasks: Handlers['retryTasks'] = async ({ ids }) => {
    this.all = this.all.map((task) => {
      if (!['dead', 'failed'].includes(task.state) || (ids && !ids.includes(task.id))) return task
      const { reason: _, notBefore: __, ...rest } = task
      return { ...rest, state: 'pending' as const }
    })
    if (this.online) setTimeout(() => void this.run(), 300)
    return {}
  }

  discardTasks: Handlers['discardTasks'] = async ({ ids }) => {
    let cancelled = 0
    this.all = this.all.map((task) => {
      if (!ids.includes(task.id) || !['dead', 'failed', 'pending'].includes(task.state)) return task
      cancelled += 1
      return { ...task, state: 'cancelled' as const }
    })
    return { cancelled }
  }

  run(): Promise<number> {
    this.running ??= this.deliver().finally(() => {
      this.running = undefined
      this.progress = undefined
      this.deps.onSettled()
      this.deps.tell({ kind: 'changed' })
    })
    return this.running
  }

  private async deliver(): Promise<number> {
    const deliveredAt = this.last?.deliveredAt
    if (!this.online) {
      const problem = { code: 'SERVER_UNREACHABLE', message: 'The server at time.example.org was not reached.' }
      this.last = { at: this.deps.now(), status: 'offline', sent: 0, problem, ...(deliveredAt ? { deliveredAt } : {}) }
      return 0
    }
    this.deps.tell({ kind: 'changed' })
    let sent = 0
    for (;;) {
      const batch = new Set(
        this.all
          .filter(({ state }) => state === 'pending')
          .slice(0, sent < 20 ? 10 : 50)
          .map(({ id }) => id),
      )
      if (batch.size === 0) break
      await new Promise((resolve) => setTimeout(resolve, 160))
      const now = this.deps.now()
      this.all = this.all.map((task) => (batch.has(task.id) ? { ...task, state: 'sent' as const, sentAt: now } : task))
      sent += batch.size
      const left = this.all.filter(({ state }) => state === 'pending').length
      this.progress = { sent, left, bytes: sent * 310, limit: batch.size }
      this.deps.tell({ kind: 'progress', progress: this.progress })
    }
    const at = this.deps.now()
    const rest = this.all.some(({ state }) => state === 'failed' || state === 'dead')
    this.last = { at, status: rest ? 'waiting' : 'drained', sent, deliveredAt: at }
    return sent
  }
}
