import { MeantimeError, Secret, type TokenPair } from '@meantime/core'
import { jwtClaims } from './jwt-claims.js'

/** Tokens as a front end hands them over. Without a refresh token the session lasts until the access token expires. */
export interface HandedTokens {
  readonly accessToken: string | Secret
  readonly refreshToken?: string | Secret
  /** UTC ms. @default the `exp` of a JWT, else the AuthManager's `defaultLifetimeMs` from now */
  readonly accessExpiresAt?: number
}

/** Throws EMPTY_TOKEN. `assumedExpiry` (UTC ms) is for a token that says nothing about its end. */
export function pairOf({ accessToken, refreshToken, accessExpiresAt }: HandedTokens, assumedExpiry: number): TokenPair {
  const access = asSecret(accessToken)
  if (access.reveal() === '') throw emptyToken()
  const refresh = refreshToken === undefined ? undefined : asSecret(refreshToken)
  return {
    access,
    accessExpiresAt: accessExpiresAt ?? jwtClaims(access).expiresAt ?? assumedExpiry,
    ...(refresh === undefined || refresh.reveal() === '' ? {} : { refresh }),
  }
}

export const asSecret = (text: string | Secret): Secret => (typeof text === 'string' ? new Secret(text) : text)

const emptyToken = () =>
  new MeantimeError({ code: 'EMPTY_TOKEN', kind: 'input', message: 'An access token must not be empty.' })
