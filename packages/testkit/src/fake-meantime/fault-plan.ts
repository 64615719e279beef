import { PATHS } from '@meantime/protocol'
import { beyondMocks, type ConnectionFault, type Fault, fault, type StatusOptions } from '../fault-server/fault.js'

export interface FailOptions extends Pick<StatusOptions, 'code'> {
  /** The Retry-After header. */
  readonly retryAfter?: string
  /** Which requests fail. @default the sync endpoint */
  readonly path?: string
}

interface Planned {
  readonly path: string
  readonly fault: Fault
}

/** A script of faults, and switches, that make a FakeMeantime misbehave. All are off at first. */
export class FaultPlan {
  /** Every request meets a dead network until this is false again. */
  offline = false
  #script: Planned[] = []
  #mocked = false
  readonly #rejected = new Map<string, string>()
  readonly #retried = new Map<string, { times: number; afterMs: number | undefined }>()
  readonly #poison = new Map<string, Fault>()

  /** What happens to the next requests to the sync endpoint, one each; after that everything works. */
  next(...faults: readonly Fault[]): void {
    this.nextAt(PATHS.batches, ...faults)
  }

  /** The same for the requests to another path. Throws for what the way to this server cannot show. */
  nextAt(path: string, ...faults: readonly Fault[]): void {
    for (const planned of faults) this.#check(planned)
    this.#script.push(...faults.map((planned) => ({ path, fault: planned })))
  }

  /** Every batch that holds one of these items meets this fault, for as long as it is not cleared. */
  poison(ids: Iterable<string>, planned: Fault): void {
    this.#check(planned)
    for (const id of ids) this.#poison.set(id, planned)
  }

  /** The next `count` requests are answered with `status` and take no effect. */
  failNext(count: number, status: number, { path = PATHS.batches, ...options }: FailOptions = {}): void {
    this.nextAt(path, ...repeated(count, fault.status(status, options)))
  }

  /** The next `count` requests are answered with a page, as a captive portal does. */
  htmlNext(count: number, status = 200, path: string = PATHS.batches): void {
    this.nextAt(path, ...repeated(count, fault.status(status, { body: 'page' })))
  }

  /** The connection breaks under the next `count` requests before they take effect. */
  offlineNext(count: number, path: string = PATHS.batches): void {
    this.nextAt(path, ...repeated(count, fault.reset))
  }

  /** The next `count` requests take effect, and then the connection breaks before the answer. */
  loseResponses(count: number, path: string = PATHS.batches): void {
    this.nextAt(path, ...repeated(count, fault.applyThenReset))
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
    this.#script = []
    this.#rejected.clear()
    this.#retried.clear()
    this.#poison.clear()
  }

  /** For mocks: from now on a script must keep to what they can show. */
  mocked(): void {
    this.#mocked = true
    for (const { fault } of this.#script) this.#check(fault)
  }

  /** For servers: the fault for a request; what is scripted is used up in order. */
  take(path: string, items: readonly string[]): Fault | undefined {
    const index = this.#script.findIndex((planned) => planned.path === path && planned.fault.kind !== 'connection')
    if (index >= 0) return this.#script.splice(index, 1)[0]?.fault
    const poisonous = items.find((id) => this.#poison.has(id))
    return poisonous === undefined ? undefined : this.#poison.get(poisonous)
  }

  /** For servers: what is scripted next, when it is for a connection and not for a request. */
  get connection(): ConnectionFault | undefined {
    const next = this.#script[0]?.fault
    return next?.kind === 'connection' ? next.how : undefined
  }

  /** For servers: uses it up. */
  takeConnection(): ConnectionFault | undefined {
    const how = this.connection
    if (how !== undefined) this.#script.shift()
    return how
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

  #check(planned: Fault): void {
    const beyond = this.#mocked ? beyondMocks(planned) : undefined
    if (beyond !== undefined) throw new Error(`Mocked requests cannot show ${beyond}; use startFaultServer.`)
  }
}

const repeated = (count: number, planned: Fault): Fault[] => Array.from({ length: count }, () => planned)
