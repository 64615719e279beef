import { BridgeError } from '../../bridge/answer.js'

export const AGENT_UNREACHABLE = 'AGENT_UNREACHABLE'

/** No answer came. Whether a command took effect is not known until the agent answers again, so nothing is claimed. */
export function unreachable(): BridgeError {
  return new BridgeError({ code: AGENT_UNREACHABLE, message: 'The agent did not answer.' })
}

export const isUnreachable = (error: unknown): boolean =>
  error instanceof BridgeError && error.problem.code === AGENT_UNREACHABLE
