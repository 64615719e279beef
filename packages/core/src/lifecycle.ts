import { MeantimeError } from './errors.js'

/** What the container calls, where a service has it. Constructors do no I/O: open in `start`, close in `stop`. */
export interface Service {
  start?(): void | Promise<void>
  /** Also called when its own `start` failed half-way: it closes what was opened by then. */
  stop?(): void | Promise<void>
}

/** On an object whose `start` and `stop` are not about opening and closing (TimeTracker): the container calls neither. */
export const NO_LIFECYCLE = Symbol.for('meantime.NoLifecycle')

interface Member {
  readonly name: string
  readonly service: Service
  started: boolean
}

/** Starts services in creation order, stops them in reverse. tsyringe does neither for what a factory made. */
export class Lifecycle {
  private readonly members: Member[] = []
  private readonly known = new Set<unknown>()
  private phase: 'new' | 'starting' | 'running' | 'stopped' = 'new'
  private startup: Promise<void> = Promise.resolve()
  private shutdown: Promise<void> | undefined

  /** Notes a service that was just made. One object may serve several tokens; it is started and stopped once. */
  add(value: unknown, name: string): void {
    const service = value as (Service & { readonly [NO_LIFECYCLE]?: boolean }) | null | undefined
    if (service?.[NO_LIFECYCLE]) return
    const startable = typeof service?.start === 'function'
    if (!service || this.known.has(service) || !(startable || typeof service.stop === 'function')) return
    this.known.add(service)
    this.members.push({ name, service, started: !startable })
  }

  get stopped(): boolean {
    return this.phase === 'stopped'
  }

  /** A service that was made after start() and is still closed; whoever gets it would use it unopened. */
  forgotten(): string | undefined {
    return this.phase === 'running' ? this.members.find((member) => !member.started)?.name : undefined
  }

  /**
   * Runs `create`, then starts what is not started yet. Calls wait for each other: when one returns, everything that
   * it named is open. When anything fails, all that is open is closed again, also what an earlier call opened.
   */
  start(create: () => void): Promise<void> {
    const turn = this.startup.then(() => this.startAll(create))
    this.startup = turn.catch(() => undefined)
    return turn
  }

  /** Final: a stopped app does not start again. A second call waits for the first, and repeats no error. */
  stop(): Promise<void> {
    if (this.shutdown) return this.shutdown.catch(() => undefined)
    this.phase = 'stopped'
    this.shutdown = this.startup.then(() => this.stopAll()).then(throwFailures)
    return this.shutdown
  }

  private async startAll(create: () => void): Promise<void> {
    try {
      this.refuseWhenStopped()
      this.phase = 'starting'
      create()
      for (let next = this.closed(); next; next = this.closed()) {
        // Before its start, so that one that fails half-way is stopped too: it may hold what it had opened by then.
        next.started = true
        await next.service.start?.()
        this.refuseWhenStopped()
      }
      this.phase = 'running'
    } catch (error) {
      // A stop() that came in between waits for this turn and then closes everything itself.
      if (this.shutdown) throw error
      await this.closeAfter(error)
    }
  }

  private closed(): Member | undefined {
    return this.members.find((member) => !member.started)
  }

  private refuseWhenStopped(): void {
    if (this.stopped) throw appStoppedError()
  }

  private async closeAfter(error: unknown): Promise<never> {
    this.phase = 'stopped'
    const closing = this.stopAll()
    this.shutdown = closing.then(() => undefined)
    const failures = await closing
    if (failures.length === 0) throw error
    throw new AggregateError([error, ...failures], 'The app did not start, and cleaning up failed', { cause: error })
  }

  private async stopAll(): Promise<Error[]> {
    const failures: Error[] = []
    for (let last = this.members.pop(); last; last = this.members.pop()) {
      if (!last.started) continue
      try {
        await last.service.stop?.()
      } catch (error) {
        failures.push(new Error(`${last.name} did not stop cleanly`, { cause: error }))
      }
    }
    return failures
  }
}

function throwFailures(failures: readonly Error[]): void {
  if (failures.length > 0) throw new AggregateError(failures, 'Some services did not stop cleanly')
}

export function appStoppedError(): MeantimeError {
  return new MeantimeError({
    code: 'APP_STOPPED',
    kind: 'bug',
    message: 'The app was stopped; it cannot be started again.',
    hint: 'Make a new one with createApp().',
  })
}
