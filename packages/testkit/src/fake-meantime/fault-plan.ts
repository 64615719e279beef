import { PATHS } from '@meantime/protocol'
import { page, problem } from './replies.js'

export interface FailOptions {
  /** The Retry-After header. */
  readonly retryAfter?: string
  /** The problem's code. @default 'injected-fault' */
  readonly code?: string
  /** Which requests fail. @default the sync endpoint */
  readonly path?: string
}

interface PlannedReply {
  readonly path: string
  /** Undefined breaks the connection. */
  readonly reply: () => Response | undefined
}

/** Switches that make a FakeMeantime misbehave. All are off at first. */
export class FaultPlan {
  /** Every request meets a dead network until this is false again. */
  offline = false
  #replies: PlannedReply[] = []
  #lostResponses = 0
  readonly #rejected = new Map<string, string>()
  readonly #retried = new Map<string, { times: number; afterMs: number | undefined }>()

  /** The next `count` requests are answered with `status` and take no effect. */
  failNext(count: number, status: number, options: FailOptions = {}): void {
    const headers = options.retryAfter === undefined ? {} : { 'retry-after': options.retryAfter }
    const reply = () => problem(status, options.code ?? 'injected-fault', headers)
    this.#plan(count, { path: options.path ?? PATHS.batches, reply })
  }

  /** The next `count` requests are answered with a page, as a captive portal does. */
  htmlNext(count: number, status = 200, path: string = PATHS.batches): void {
    this.#plan(count, { path, reply: () => page(status) })
  }

  /** The connection breaks under the next `count` requests before they take effect. */
  offlineNext(count: number, path: string = PATHS.batches): void {
    this.#plan(count, { path, reply: () => undefined })
  }

  /** The next `count` batches take effect, and then the connection breaks before the answer. */
  loseResponses(count: number): void {
    this.#lostResponses = count
  }

  /** These items are rejected for good. */
  rejectItems(ids: Iterable<string>, code = 'invalid-item'): void {
    for (const id of ids) this.#rejected.set(id, code)
  }

  /** These items are answered with `retry`, `times` times. */
  retryItems(ids: Iterable<string>, options: { afterMs?: number; times?: number } = {}): void {
    for (const id of ids) this.#retried.set(id, { times: options.times ?? 1, afterMs: options.afterMs })
  }

  /** Everything works again. */
  clear(): void {
    this.offline = false
    this.#replies = []
    this.#lostResponses = 0
    this.#rejected.clear()
    this.#retried.clear()
  }

  /** What is planned for a request, if anything is; plans are used up in order. */
  takePlan(path: string): PlannedReply | undefined {
    const index = this.#replies.findIndex((planned) => planned.path === path)
    return index < 0 ? undefined : this.#replies.splice(index, 1)[0]
  }

  takeLostResponse(): boolean {
    if (this.#lostResponses === 0) return false
    this.#lostResponses -= 1
    return true
  }

  rejection(id: string): string | undefined {
    return this.#rejected.get(id)
  }

  takeRetry(id: string): { afterMs: number | undefined } | undefined {
    const planned = this.#retried.get(id)
    if (planned === undefined || planned.times === 0) return undefined
    planned.times -= 1
    return planned
  }

  #plan(count: number, planned: PlannedReply): void {
    for (let left = count; left > 0; left -= 1) this.#replies.push(planned)
  }
}
