import { BridgeError } from '../../bridge/answer.js'

export function refuse(code: string, message: string, more: { safe?: string; hint?: string } = {}): BridgeError {
  return new BridgeError({ code, message, ...more })
}
