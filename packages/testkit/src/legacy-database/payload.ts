import { createCipheriv, createHash } from 'node:crypto'

/** Hex. What the former client used when nobody had given it a key. */
export const LEGACY_KEY = Buffer.from('default-encryption-key-32-bytes!', 'latin1').toString('hex')

/** Its name beside the database; it holds a key in hex. */
export const LEGACY_KEY_FILE = '.hubnity_encryption_key'

/** Made by the former client, with `LEGACY_KEY` and the nonce 00 01 … 0b. */
export const LEGACY_TEST_VECTOR = {
  plain: '{"id":"11111111-1111-4111-8111-111111111111"}',
  nonce: Buffer.from('000102030405060708090a0b', 'hex'),
  encrypted: 'AAECAwQFBgcICQoL3mCGKlq2IieR72kQWoobgLiQj6laP7Py06Ljt3rlMY2jrxdKHKjJEBUEPA87PVnzBDuZ9taEsrBq5bNAHg==',
} as const

/**
 * How a payload lies in the queue: A plain with tokens in clear, B plain with each token encrypted, C plain without
 * tokens, D encrypted as a whole.
 */
export type LegacyVariant = 'A' | 'B' | 'C' | 'D'

export interface LegacyTokens {
  readonly accessToken?: string
  readonly refreshToken?: string
}

export interface LegacyDisguise {
  /** Hex, 32 bytes. @default LEGACY_KEY */
  readonly key?: string
  /** 12 bytes. @default made from the text */
  readonly nonce?: Buffer
  /** Anything that counts as true, in variant B. @default true */
  readonly mark?: unknown
}

export function legacyPayload(
  variant: LegacyVariant,
  payload: object,
  tokens: LegacyTokens = {},
  { mark = true, ...how }: LegacyDisguise = {},
): string {
  if (variant === 'C') return JSON.stringify(payload)
  if (variant === 'A') return JSON.stringify({ ...payload, ...tokens })
  if (variant === 'D') return legacyEncrypted({ ...payload, ...tokens }, how)
  const sealed = Object.entries(tokens).map(([name, token]) => [name, legacyEncrypted(token, how)])
  return JSON.stringify({ ...payload, ...Object.fromEntries(sealed), _encrypted: mark })
}

/** base64(nonce ‖ ciphertext ‖ tag), AES-256-GCM; what is no text is encrypted as its JSON. */
export function legacyEncrypted(
  content: unknown,
  { key = LEGACY_KEY, nonce }: Pick<LegacyDisguise, 'key' | 'nonce'> = {},
): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const first = nonce ?? createHash('sha256').update(text).digest().subarray(0, 12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), first)
  return Buffer.concat([first, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}
