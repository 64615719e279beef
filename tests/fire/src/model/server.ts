import {
  type BatchResult,
  type ClaimedTask,
  type Outcome,
  type TaskId,
  TransportError,
  type TransportFailure,
} from '@meantime/core'
import { seededRandom } from '@meantime/testkit'
import type { Fate } from './commands.js'
import type { Ledger } from './ledger.js'
import { must, mustEqual } from './violation.js'

const YES: Outcome = { kind: 'applied' }
const AGAIN: Outcome = { kind: 'duplicate' }
const because = (code: string) => ({ code, message: `The model server says ${code}.` })

/** What must never leave the computer; some payloads hold it in a token field. */
export const HIDDEN = 'hunter2-hunter2'

/** The far side: each task takes effect once, in its lane's order, unless a fate says otherwise. */
export class ModelServer {
  /** Content of what took effect, by id. */
  readonly effects = new Map<TaskId, string>()
  /** What took effect, per lane, in that order. */
  readonly lanes = new Map<string, ClaimedTask[]>()
  /** Envelopes that hold one of these are refused as a whole. */
  readonly poison = new Set<TaskId>()

  constructor(private readonly ledger: Ledger) {}

  /** Takes what it is given, each task alone; what follows a task that did not take effect in its lane is blocked. */
  apply(tasks: readonly ClaimedTask[], judge: (task: ClaimedTask) => Outcome | 'unsaid' | undefined = () => undefined) {
    const outcomes = new Map<TaskId, Outcome>()
    const halted = new Set<string>()
    for (const task of tasks) {
      const outcome = this.one(task, halted.has(task.lane), judge)
      if (outcome !== undefined) outcomes.set(task.id, outcome)
      if (outcome?.kind !== 'applied' && outcome?.kind !== 'duplicate') halted.add(task.lane)
      if (outcome !== undefined && outcome.kind !== 'blocked') this.ledger.answered(task.id)
    }
    return outcomes
  }

  /** Refuses some, forgets to answer about others. */
  moody(seed: number): (task: ClaimedTask) => Outcome | 'unsaid' | undefined {
    const random = seededRandom(seed)
    return () => {
      const dice = random()
      if (dice < 0.1) return { kind: 'rejected', reason: because('no') }
      if (dice < 0.25) return { kind: 'retry', reason: because('later') }
      if (dice < 0.3) return { kind: 'retry', reason: because('later'), afterMs: Math.floor(random() * 3_600_000) }
      if (dice < 0.35) return { kind: 'blocked', reason: because('blocked') }
      return dice < 0.45 ? 'unsaid' : undefined
    }
  }

  private one(
    task: ClaimedTask,
    halted: boolean,
    judge: (task: ClaimedTask) => Outcome | 'unsaid' | undefined,
  ): Outcome | undefined {
    const known = this.effects.get(task.id)
    if (known !== undefined) {
      mustEqual(JSON.stringify(task.payload), known, `${task.id} came a second time with another content`)
      return AGAIN
    }
    if (halted) return { kind: 'blocked', reason: because('predecessor-not-applied') }
    const verdict = judge(task)
    if (verdict === 'unsaid') {
      // Half of the tasks that nothing is said about did take effect.
      if (Number.parseInt(task.id.slice(-1), 16) % 2) this.take(task)
      return undefined
    }
    return verdict ?? this.take(task)
  }

  private take(task: ClaimedTask): Outcome {
    const before = this.lanes.get(task.lane) ?? []
    const needsStart = task.entityType.startsWith('time_entry') && task.entityType !== 'time_entry_start'
    if (needsStart && before.length === 0) return { kind: 'blocked', reason: because('entry-unknown') }
    this.checkOrder(task, before.at(-1))
    this.effects.set(task.id, JSON.stringify(task.payload))
    this.lanes.set(task.lane, [...before, task])
    return YES
  }

  private checkOrder(task: ClaimedTask, last: ClaimedTask | undefined): void {
    const known = this.ledger.tasks.get(task.id)
    must(known !== undefined, `${task.id} was delivered but never enqueued`)
    const place = last && this.ledger.tasks.get(last.id)?.place
    // What was given up by hand may still come in from a request that was under way for very long.
    if (known.cancelled || (last && this.ledger.tasks.get(last.id)?.cancelled)) return
    must(
      place === undefined || place < known.place,
      () => `${task.entityType} ${task.id} took effect after ${last?.id}`,
    )
    if (known.of === undefined) return
    must(this.lanes.has(known.of), `screenshot ${task.id} took effect before the start of its entry`)
  }
}

export function failure(kind: TransportFailure, { n }: Fate): TransportError {
  // Half without Retry-After, and some that ask for very long.
  const after =
    kind === 'throttled' || kind === 'server' ? [undefined, undefined, 3, 40, 900, 86_400][n % 6] : undefined
  const told = after === undefined ? {} : { retryAfterMs: after * 1000 }
  return new TransportError({ failure: kind, message: `The model says ${kind}.`, ...told })
}

export const answer = (outcomes: ReadonlyMap<TaskId, Outcome>): BatchResult => ({ outcomes, bytes: 1 })
