import { MeantimeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { StateStore } from '../ports/state-store.js'
import type { TransportError } from '../ports/transport.js'
import { BACK_OFF_MAX_MS, backOffMs } from './back-off.js'

/** Also a server that has been dead for a month is asked once a minute: a laptop that is back online should not wait. */
const LONGEST_REST_MS = 60_000
const CLOCK_SLACK_MS = 30_000

interface Rest {
  readonly failures: number
  /** UTC ms from which one probe may go out. */
  readonly until: number
  /** Asked for by Retry-After, and so allowed to be longer: up to 15 minutes, as a lane waits. */
  readonly asked: boolean
}

/**
 * Keeps the processes on one data folder from hammering a server that just failed: after a failed run the next
 * automatic one waits, jittered and longer each time. It is half-open by itself: the sync lock lets one probe out.
 */
export class Breaker {
  constructor(
    private readonly state: StateStore,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** UTC ms until which the server is left alone; undefined when it may be asked. */
  async restsUntil(server: string): Promise<number | undefined> {
    const rest = await this.state.get<Rest | null>(key(server))
    if (!rest) return undefined
    const now = this.clock.now()
    // A deadline further away than any we set means that the clock was put back since.
    const jumped = rest.until > now + longestMs(rest.asked) + CLOCK_SLACK_MS
    return rest.until > now && !jumped ? rest.until : undefined
  }

  async failed(server: string, error: TransportError): Promise<void> {
    const before = await this.state.get<Rest | null>(key(server))
    const failures = (before?.failures ?? 0) + 1
    const rest = Math.min(LONGEST_REST_MS, 1000 + backOffMs(failures, this.random))
    const asked = error.retryAfterMs !== undefined && error.retryAfterMs > rest
    const until = this.clock.now() + Math.min(longestMs(asked), Math.max(rest, error.retryAfterMs ?? 0))
    await this.state.set(key(server), { failures, until, asked } satisfies Rest)
  }

  /** Runs that failed one after another. */
  async failures(server: string): Promise<number> {
    return (await this.state.get<Rest | null>(key(server)))?.failures ?? 0
  }

  async answered(server: string): Promise<void> {
    if (await this.state.get<Rest | null>(key(server))) await this.state.set(key(server), null)
  }
}

const longestMs = (asked: boolean): number => (asked ? BACK_OFF_MAX_MS : LONGEST_REST_MS)
const key = (server: string): string => `breaker:${server}`

export const SERVER_RESTS = 'SERVER_RESTS'

export function serverRests(until: number): MeantimeError {
  return new MeantimeError({
    code: SERVER_RESTS,
    kind: 'network',
    message: `The server did not answer a moment ago; it is asked again from ${new Date(until).toISOString()} on.`,
    safe: 'Your work is saved on this computer.',
    hint: 'Run `meantime sync` to try now.',
  })
}
