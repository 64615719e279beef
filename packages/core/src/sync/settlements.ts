import type { TaskId } from '../domain/ids.js'
import type { ClaimedTask, Reason, Settlement } from '../ports/queue.js'
import type { Random } from '../ports/random.js'
import type { Outcome } from '../ports/transport.js'
import { backOffMs } from './back-off.js'

const NO_ANSWER: Reason = { code: 'no-answer', message: 'The server did not say what became of it; it is sent again.' }

/** Without an answer, or with an unmet predecessor, a lane pauses about this long before the next try. */
const UNKNOWN_EXPONENT = 5

export interface SettleContext {
  readonly now: number
  readonly random: Random
}

/** What each outcome of a batch means for its task. */
export function settlementFor(task: ClaimedTask, outcome: Outcome | undefined, context: SettleContext): Settlement {
  const { now, random } = context
  switch (outcome?.kind) {
    case 'applied':
    case 'duplicate':
      return { id: task.id, result: 'sent' }
    case 'rejected':
      return { id: task.id, result: 'dead', reason: outcome.reason }
    case 'retry': {
      const notBefore = now + backOffMs(task.attempts, random, outcome.afterMs)
      return { id: task.id, result: 'failed', notBefore, reason: outcome.reason }
    }
    case 'blocked':
      return { ...waiting(task.id, context), reason: outcome.reason }
    case undefined:
      return { ...waiting(task.id, context), reason: NO_ANSWER }
  }
}

/** Half of it fixed: a wait of 0 would make a run ask the same question in a loop. */
function waiting(id: TaskId, { now, random }: SettleContext) {
  const notBefore = now + 1000 + backOffMs(UNKNOWN_EXPONENT, random)
  return { id, result: 'released', notBefore } as const
}
