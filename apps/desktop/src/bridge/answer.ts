import { z } from 'zod'
import { OPERATIONS } from './bridge.js'
import { movingNotice } from './moving.js'
import type { OperationName, Output } from './operations.js'
import { type ProblemView, problemView, syncView } from './shapes.js'

/*
 * What travels between the two ends, whatever carries it: `POST /bridge/<operation>` and the Electron channel answer the
 * same, and a thrown error would lose its fields on the way.
 */

const envelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: problemView }),
])

export const noticeView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed') }),
  z.object({ kind: z.literal('progress'), progress: syncView.shape.progress.unwrap() }),
  movingNotice,
])

/** The agent refused, did not answer, or answered what nobody understands (BRIDGE_UNREADABLE). */
export class BridgeError extends Error {
  override readonly name = 'BridgeError'

  constructor(readonly problem: ProblemView) {
    super(problem.message)
  }
}

/** The value of a checked answer. Throws BridgeError. */
export function openAnswer<N extends OperationName>(name: N, answer: unknown): Output<N> {
  const read = envelope.safeParse(answer)
  if (!read.success) throw unreadable(name)
  if (!read.data.ok) throw new BridgeError(read.data.problem)
  const value = OPERATIONS[name].output.safeParse(read.data.value)
  if (!value.success) throw unreadable(name)
  return value.data as Output<N>
}

function unreadable(name: string): BridgeError {
  return new BridgeError({
    code: 'BRIDGE_UNREADABLE',
    message: `The agent's answer to “${name}” could not be understood: it may be of another version.`,
    safe: 'What you recorded is on this computer.',
    hint: 'Quit Meantime and start it again.',
  })
}
