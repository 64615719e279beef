import type { Logger } from '@meantime/core'
import { type Handlers, isOperation, OPERATIONS } from '../bridge/bridge.js'
import type { OperationName } from '../bridge/operations.js'
import type { ProblemView } from '../bridge/shapes.js'
import { problemOf } from './problem.js'

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: ProblemView }

/** One question from any carrier. Never throws: what goes wrong is an answer too. */
export type Dispatch = (name: string, input: unknown) => Promise<Answer>

/** Checks what comes in and what goes out by the operation's schemas. */
export function dispatcher(handlers: Handlers, logger: Logger): Dispatch {
  return async (name, input) => {
    if (!isOperation(name)) return refused('BRIDGE_UNKNOWN', 'There is no such operation.')
    const operation = OPERATIONS[name]
    const read = operation.input.safeParse(input)
    if (!read.success) return refused('BRIDGE_INPUT', `What was asked of “${name}” is not well-formed.`)
    try {
      const output = await (handlers[name] as (input: unknown) => Promise<unknown>)(read.data)
      const written = operation.output.safeParse(output)
      if (written.success) return { ok: true, value: written.data }
      logger.error('an answer was not as it must be', { name, issues: pathsOf(written.error) })
      return { ok: false, problem: problemOf(undefined) }
    } catch (error) {
      const problem = problemOf(error)
      logThrown(logger, name, problem, error)
      return { ok: false, problem }
    }
  }
}

/** Where, never what: an answer may hold anything that a person wrote. */
const pathsOf = (error: { issues: readonly { path: PropertyKey[]; code: string }[] }): string[] =>
  error.issues.slice(0, 5).map(({ path, code }) => `${path.map(String).join('.')} ${code}`)

function logThrown(logger: Logger, name: OperationName, problem: ProblemView, error: unknown): void {
  if (problem.code === 'UNEXPECTED') {
    logger.error('an operation failed', { name, error: error instanceof Error ? error.stack : String(error) })
  } else logger.debug('an operation was refused', { name, code: problem.code })
}

function refused(code: string, message: string): Answer {
  return { ok: false, problem: { code, message, safe: 'Nothing was changed.' } }
}
