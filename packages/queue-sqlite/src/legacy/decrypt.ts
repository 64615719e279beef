import { createDecipheriv } from 'node:crypto'

const NONCE = 12
const TAG = 16

/**
 * The text of base64(nonce 12 ‖ ciphertext ‖ tag 16), AES-256-GCM without additional data; undefined when no key
 * opens it. Only for payloads that are encrypted as a whole: tokens encrypted one by one are never looked at.
 */
export function decrypted(text: string, keys: readonly Buffer[]): string | undefined {
  const bytes = base64(text.trim())
  if (!bytes || bytes.length < NONCE + TAG) return undefined
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
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
    return new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch {
    return undefined
  }
}

function base64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined
}
