import {
  type BatchResult,
  type ClaimedTask,
  type Outcome,
  type SendContext,
  type TaskId,
  type Transport,
  TransportError,
  type TransportErrorDetails,
  type TransportFailure,
} from '@meantime/core'

export interface FakeTransport extends Transport {
  /** Every batch that was sent, also those that failed, and the token it went with. */
  readonly sent: readonly { readonly tasks: readonly ClaimedTask[]; readonly token: string }[]
  /** How often a task took effect. A second time is answered with `duplicate`, as a server does. */
  effects(id: TaskId): number
  /** All that took effect, in that order. */
  readonly applied: readonly TaskId[]
  /** The next `count` batches fail as a whole and take no effect. */
  failNext(failure: TransportFailure, count?: number, details?: Partial<TransportErrorDetails>): void
  /** The next batch takes effect, but its answer is lost. */
  loseResponse(): void
  /** This task is answered so, `times` times, instead of taking effect. @default always */
  answer(id: TaskId, outcome: Outcome | 'nothing', times?: number): void
  /** Sends wait until the returned function is called; they can be aborted meanwhile. */
  hold(): () => void
}

/** A transport in memory, for tests of whatever uses one. Applies everything unless told otherwise. */
export function fakeTransport(): FakeTransport {
  const sent: { tasks: readonly ClaimedTask[]; token: string }[] = []
  const applied: TaskId[] = []
  const failures: TransportErrorDetails[] = []
  const answers = new Map<TaskId, { outcome: Outcome | 'nothing'; left: number }>()
  let lost = 0
  let held: Promise<void> = Promise.resolve()

  const judge = (id: TaskId): Outcome | 'nothing' => {
    const scripted = answers.get(id)
    if (scripted !== undefined && scripted.left > 0) {
      scripted.left -= 1
      return scripted.outcome
    }
    if (applied.includes(id)) return { kind: 'duplicate' }
    applied.push(id)
    return { kind: 'applied' }
  }

  const send = async (tasks: readonly ClaimedTask[], { token, signal }: SendContext): Promise<BatchResult> => {
    sent.push({ tasks, token: token.reveal() })
    await untilAborted(held, signal)
    const failure = failures.shift()
    if (failure !== undefined) throw new TransportError(failure)
    const outcomes = new Map<TaskId, Outcome>()
    for (const { id } of tasks) {
      const outcome = judge(id)
      if (outcome !== 'nothing') outcomes.set(id, outcome)
    }
    if (lost > 0) {
      lost -= 1
      throw new TransportError({ failure: 'offline', message: 'The answer was lost.' })
    }
    return { outcomes, bytes: Buffer.byteLength(JSON.stringify(tasks)) }
  }

  return {
    send,
    sent,
    applied,
    effects: (id) => applied.filter((other) => other === id).length,
    failNext(failure, count = 1, details = {}) {
      for (let left = count; left > 0; left -= 1)
        failures.push({ failure, message: `Scripted: ${failure}.`, ...details })
    },
    loseResponse() {
      lost += 1
    },
    answer(id, outcome, times = Number.POSITIVE_INFINITY) {
      answers.set(id, { outcome, left: times })
    },
    hold() {
      let release: () => void = () => undefined
      held = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
  }
}

async function untilAborted(held: Promise<void>, signal: AbortSignal): Promise<void> {
  const stopped = () => new TransportError({ failure: 'aborted', message: 'The request was stopped.' })
  if (signal.aborted) throw stopped()
  let abort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(stopped())
    signal.addEventListener('abort', abort)
  })
  try {
    await Promise.race([held, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
