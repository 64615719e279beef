import type { Clock, NewId } from '@meantime/core'
import {
  type AccountMessage,
  loginRequest,
  logoutRequest,
  refreshRequest,
  registerRequest,
  type SessionMessage,
  type TokenPairMessage,
} from '@meantime/protocol'
import { json, problem } from './replies.js'

interface FakeAccount extends AccountMessage {
  readonly password: string
}

interface Session {
  readonly account: FakeAccount
  revoked: boolean
}

interface RefreshToken {
  readonly session: Session
  /** The token that replaced it. */
  successor: RefreshToken | undefined
  /** Its predecessor was shown again before this one was ever used. */
  takenBack: boolean
}

const isUnused = ({ successor, takenBack }: RefreshToken): boolean => successor === undefined && !takenBack

/**
 * Accounts, short access tokens and rotating refresh tokens, by the real server's rule (decision 030): a token shown
 * again is good as long as nobody has used its successor, because then the answer was lost; otherwise the session ends.
 */
export class FakeAccounts {
  readonly #clock: Pick<Clock, 'now'>
  readonly #newId: NewId
  readonly #accessTtlSeconds: number
  readonly #accounts = new Map<string, FakeAccount>()
  readonly #access = new Map<string, { session: Session; expiresAt: number }>()
  readonly #refresh = new Map<string, RefreshToken>()
  #count = 0

  constructor(clock: Pick<Clock, 'now'>, newId: NewId, accessTtlSeconds: number) {
    this.#clock = clock
    this.#newId = newId
    this.#accessTtlSeconds = accessTtlSeconds
  }

  add(email: string, password: string, name: string | null = null): AccountMessage {
    const account = { id: this.#newId(), email, name, password }
    this.#accounts.set(email.toLowerCase(), account)
    return { id: account.id, email, name }
  }

  /** A signed-in account without the requests for it; makes the account when there is none. */
  signIn(email: string): SessionMessage {
    const account = this.#accounts.get(email.toLowerCase())
    if (account === undefined) {
      this.add(email, 'correct horse')
      return this.signIn(email)
    }
    return this.#newSession(account)
  }

  expireAccessTokens(): void {
    this.#access.clear()
  }

  revokeSessions(): void {
    for (const { session } of this.#refresh.values()) session.revoked = true
    this.expireAccessTokens()
  }

  /** Whose bearer token this is. Undefined when it is not one, or no longer. */
  bearer(authorization: string | null): AccountMessage | undefined {
    const grant = this.#access.get(authorization?.replace(/^Bearer /, '') ?? '')
    if (grant === undefined || grant.session.revoked || grant.expiresAt <= this.#clock.now()) return undefined
    const { id, email, name } = grant.session.account
    return { id, email, name }
  }

  register(body: unknown): Response {
    const read = registerRequest.safeParse(body)
    if (!read.success) return problem(422, 'invalid-request')
    const { email, password, name } = read.data
    if (this.#accounts.has(email.toLowerCase())) return problem(409, 'email-taken')
    this.add(email, password, name ?? null)
    return json(201, this.signIn(email))
  }

  login(body: unknown): Response {
    const read = loginRequest.safeParse(body)
    if (!read.success) return problem(422, 'invalid-request')
    const account = this.#accounts.get(read.data.email.toLowerCase())
    if (account?.password !== read.data.password) return problem(401, 'bad-credentials')
    return json(200, this.#newSession(account))
  }

  refresh(body: unknown): Response {
    const read = refreshRequest.safeParse(body)
    if (!read.success) return problem(422, 'invalid-request')
    const shown = this.#refresh.get(read.data.refreshToken)
    if (shown === undefined) return problem(401, 'invalid-grant')
    const successor = shown.successor
    if (shown.takenBack || (successor !== undefined && !isUnused(successor))) shown.session.revoked = true
    if (shown.session.revoked) return problem(401, 'invalid-grant')
    if (successor !== undefined) successor.takenBack = true
    const tokens = this.#issue(shown.session)
    shown.successor = this.#refresh.get(tokens.refreshToken)
    return json(200, tokens)
  }

  logout(body: unknown): Response {
    const read = logoutRequest.safeParse(body)
    if (!read.success) return problem(422, 'invalid-request')
    const shown = this.#refresh.get(read.data.refreshToken)
    if (shown !== undefined) shown.session.revoked = true
    return new Response(null, { status: 204 })
  }

  #newSession(account: FakeAccount): SessionMessage {
    const { id, email, name } = account
    return { account: { id, email, name }, tokens: this.#issue({ account, revoked: false }) }
  }

  #issue(session: Session): TokenPairMessage {
    this.#count += 1
    const expiresAt = this.#clock.now() + this.#accessTtlSeconds * 1000
    const claims = { sub: session.account.id, exp: Math.floor(expiresAt / 1000), jti: String(this.#count) }
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
    const accessToken = `fake-access.${body}.unsigned`
    const refreshToken = `fake-refresh-${this.#count}`
    this.#access.set(accessToken, { session, expiresAt })
    this.#refresh.set(refreshToken, { session, successor: undefined, takenBack: false })
    return { accessToken, accessExpiresInSeconds: this.#accessTtlSeconds, refreshToken }
  }
}
