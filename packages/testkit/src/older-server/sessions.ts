import type { Clock } from '@meantime/core'
import { Refusal } from './refusal.js'
import type { OlderUser } from './rows.js'

interface Grant {
  readonly user: OlderUser
  readonly expiresAt: number
  revoked: boolean
}

export interface OlderTokens {
  readonly access_token: string
  readonly refresh_token: string
}

const unauthorized = (said: string) => new Refusal(401, said)

/** Signing in as the older server does it: rotation is not atomic, and logging out leaves the access token alone. */
export class OlderSessions {
  readonly #clock: Pick<Clock, 'now'>
  readonly #newId: () => string
  readonly #accessTtlMs: number
  readonly #access = new Map<string, Grant>()
  readonly #refresh = new Map<string, Grant>()

  constructor(clock: Pick<Clock, 'now'>, newId: () => string, accessTtlMs: number) {
    this.#clock = clock
    this.#newId = newId
    this.#accessTtlMs = accessTtlMs
  }

  issue(user: OlderUser): OlderTokens {
    const now = this.#clock.now()
    const access = { user, expiresAt: now + this.#accessTtlMs, revoked: false }
    const refresh = { user, expiresAt: now + 7 * 24 * 3_600_000, revoked: false }
    const tokens = { access_token: this.#jwt(access, now), refresh_token: this.#jwt(refresh, now) }
    this.#access.set(tokens.access_token, access)
    this.#refresh.set(tokens.refresh_token, refresh)
    return tokens
  }

  /** A 401 that does not tell an expired token from one that never was. */
  user(authorization: string | null): OlderUser {
    const grant = this.#access.get(authorization?.replace(/^Bearer /, '') ?? '')
    if (!grant || grant.revoked || grant.expiresAt <= this.#clock.now()) throw new Refusal(401, 'Unauthorized')
    return grant.user
  }

  login(users: readonly OlderUser[], email: string, password: string): object {
    const user = users.find((one) => one.email.toLowerCase() === email.toLowerCase())
    if (user?.password !== password) throw unauthorized('Invalid credentials')
    if (user.status !== 'ACTIVE') throw unauthorized('User account is inactive')
    const { password: _, ...shown } = user
    return { user: shown, ...this.issue(user) }
  }

  /** Looks, waits as a database makes one wait, and then revokes all there is: two at once revoke each other. */
  async refresh(token: string): Promise<OlderTokens> {
    const grant = this.#refresh.get(token)
    if (!grant) throw unauthorized('Invalid refresh token')
    if (grant.revoked) throw unauthorized('Refresh token has been revoked')
    if (grant.expiresAt <= this.#clock.now()) throw unauthorized('Refresh token has expired')
    await new Promise<void>((resolve) => setImmediate(resolve))
    for (const other of this.#refresh.values()) if (other.user === grant.user) other.revoked = true
    return this.issue(grant.user)
  }

  logout(token: string | undefined): void {
    const grant = token === undefined ? undefined : this.#refresh.get(token)
    if (grant) grant.revoked = true
  }

  expireAccessTokens(): void {
    for (const grant of this.#access.values()) grant.revoked = true
  }

  revokeSessions(): void {
    this.expireAccessTokens()
    for (const grant of this.#refresh.values()) grant.revoked = true
  }

  #jwt({ user, expiresAt }: Grant, now: number): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { sub: user.id, email: user.email, iat: Math.floor(now / 1000), exp: Math.floor(expiresAt / 1000) }
    return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, jti: this.#newId() })}.${this.#newId()}`
  }
}
