import { createDecipheriv } from 'node:crypto'

const NONCE = 12
const TAG = 16

/**
 * What a payload holds, plain (variants A, B and C) or encrypted as a whole (D); undefined when it cannot be read. Token
 * fields are in it; nobody looks at them.
 */
export function payloadFields(payload: unknown, keys: readonly Buffer[]): Record<string, unknown> | undefined {
  const text = payload instanceof Uint8Array ? utf8(payload) : payload
  if (typeof text !== 'string') return undefined
  return parsedObject(text) ?? parsedObject(decrypted(text, keys))
}

function parsedObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Only for payloads that are encrypted as a whole: base64(nonce 12 ‖ ciphertext ‖ tag 16), AES-256-GCM without additional data. */
function decrypted(text: string, keys: readonly Buffer[]): string | undefined {
  const base64 = text.trim()
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length < NONCE + TAG) return undefined
  for (const key of keys) {
    const plain = opened(bytes, key)
    if (plain !== undefined) return plain
  }
  return undefined
}

function opened(bytes: Buffer, key: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    decipher.setAuthTag(bytes.subarray(-TAG))
    return utf8(Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]))
  } catch {
    return undefined
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
