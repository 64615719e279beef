import type { Clock } from '@meantime/core'
import type { ProblemView } from '../bridge/shapes.js'

export type Standing = 'starting' | 'up' | 'down' | 'refused'

const PATIENCE_MS = 8000

/** Tells when the agent is gone for longer than its next start takes, once until it is back; at once when it refuses. */
export function agentTrouble(
  clock: Pick<Clock, 'sleep'>,
  tell: (problem?: ProblemView) => void,
): (standing: Standing, problem: ProblemView) => void {
  let patience: AbortController | undefined
  return (standing, problem) => {
    if (standing === 'up' || standing === 'refused') {
      patience?.abort()
      patience = undefined
    }
    if (standing === 'refused') tell(problem)
    if (standing !== 'down' || patience !== undefined) return
    patience = new AbortController()
    clock.sleep(PATIENCE_MS, patience.signal).then(
      () => tell(),
      () => undefined,
    )
  }
}
