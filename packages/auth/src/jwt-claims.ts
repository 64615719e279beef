import type { Secret } from '@meantime/core'
import { parseJson } from './pair-json.js'

export interface JwtClaims {
  /** UTC ms, from `exp`. */
  readonly expiresAt?: number
  /** From `sub`; at a Meantime server the account's id. */
  readonly subject?: string
}

/**
 * What a token says about itself, unverified: good for planning (when to refresh, whom to ask about), never for trust.
 * Empty for a token that is no JWT (RFC 7519).
 */
export function jwtClaims(token: Secret): JwtClaims {
  const [, body] = token.reveal().split('.')
  const claims = parseJson(Buffer.from(body ?? '', 'base64url').toString('utf8'))
  const { exp, sub } = (claims ?? {}) as { exp?: unknown; sub?: unknown }
  const expiresAt = typeof exp === 'number' ? Math.round(exp * 1000) : Number.NaN
  return {
    ...(Number.isSafeInteger(expiresAt) ? { expiresAt } : {}),
    ...(typeof sub === 'string' ? { subject: sub } : {}),
  }
}
