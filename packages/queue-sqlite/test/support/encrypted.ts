import { createCipheriv, randomBytes } from 'node:crypto'

/** What the predecessor used when nobody had given it a key. */
export const LITERAL_KEY = Buffer.from('default-encryption-key-32-bytes!').toString('hex')

/** A payload as the predecessor encrypted it as a whole: base64(nonce ‖ ciphertext ‖ tag). */
export function encrypted(payload: unknown, hexKey: string, nonce = randomBytes(12)): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(hexKey, 'hex'), nonce)
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}
