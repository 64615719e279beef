import type { Secret } from '@meantime/core'
import { parseJson, record } from './answer.js'

export interface Claims {
  readonly subject?: string
  readonly email?: string
  /** How long the token is good for from when it was issued, ms; the server's own clock does not matter. */
  readonly lifetimeMs?: number
}

/** What a token says about itself, unverified. Empty for one that is no JWT (RFC 7519). */
export function claimsOf(token: Secret): Claims {
  const [, body] = token.reveal().split('.')
  const { sub, email, iat, exp } = record(parseJson(Buffer.from(body ?? '', 'base64url').toString('utf8')))
  const lifetimeMs = typeof iat === 'number' && typeof exp === 'number' ? (exp - iat) * 1000 : Number.NaN
  return {
    ...(typeof sub === 'string' ? { subject: sub } : {}),
    ...(typeof email === 'string' ? { email } : {}),
    ...(lifetimeMs > 0 ? { lifetimeMs } : {}),
  }
}
