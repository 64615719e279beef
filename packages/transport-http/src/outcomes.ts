import type { BatchResult, Outcome, Reason, Secret, TaskId } from '@meantime/core'
import { plainText } from '@meantime/core/http'
import { type ItemResult, itemResult } from '@meantime/protocol'

/**
 * What the server said about each task that was asked for. A result that is missing, not understood or contradicted by
 * another one gives no outcome: unknown, to be tried again. Undefined when the answer is no list of results at all.
 */
export function readOutcomes(
  answer: unknown,
  asked: ReadonlySet<string>,
  secrets: readonly Secret[],
): Map<TaskId, Outcome> | undefined {
  const { results } = (answer ?? {}) as { results?: unknown }
  if (!Array.isArray(results)) return undefined
  const outcomes = new Map<TaskId, Outcome>()
  const contradicted = new Set<TaskId>()
  for (const result of results) {
    const read = itemResult.safeParse(result)
    if (!read.success || !asked.has(read.data.id)) continue
    const id = read.data.id as TaskId
    const outcome = toOutcome(read.data, secrets)
    const earlier = outcomes.get(id)
    if (earlier === undefined) outcomes.set(id, outcome)
    else if (effect(earlier) !== effect(outcome)) contradicted.add(id)
  }
  for (const id of contradicted) outcomes.delete(id)
  return outcomes
}

/** Whether the server still knows what it had confirmed. An older one says nothing; what makes no sense is unsaid. */
export function readMemory(
  answer: unknown,
  asked: ReadonlySet<string>,
  known: TaskId | undefined,
): Pick<BatchResult, 'knows' | 'latest'> {
  const { knows, latest } = (answer ?? {}) as { knows?: unknown; latest?: unknown }
  const named = typeof latest === 'string' && (latest === known || asked.has(latest))
  return {
    ...(known !== undefined && typeof knows === 'boolean' ? { knows } : {}),
    ...(named ? { latest: latest as TaskId } : {}),
  }
}

function toOutcome(result: ItemResult, secrets: readonly Secret[]): Outcome {
  switch (result.status) {
    case 'applied':
    case 'duplicate':
      return { kind: result.status }
    case 'rejected':
    case 'blocked':
      return { kind: result.status, reason: reason(result.problem, secrets) }
    case 'retry': {
      const { retryAfterMs } = result
      return {
        kind: 'retry',
        reason: reason(result.problem, secrets),
        ...(retryAfterMs === undefined ? {} : { afterMs: retryAfterMs }),
      }
    }
  }
}

const reason = (problem: { code: string; detail: string }, secrets: readonly Secret[]): Reason => ({
  code: plainText(problem.code, secrets),
  message: plainText(problem.detail, secrets),
})

/** Applied and duplicate say the same about the work: it is there. */
const effect = ({ kind }: Outcome): string => (kind === 'duplicate' ? 'applied' : kind)
