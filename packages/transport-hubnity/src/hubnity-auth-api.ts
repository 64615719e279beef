import {
  type AccountId,
  type AuthApi,
  type Clock,
  type Profile,
  Secret,
  type SignIn,
  type TokenPair,
  TransportError,
} from '@meantime/core'
import { badCredentials, refreshRejected } from '@meantime/core/http'
import { parseJson, readAnswer, record, type Said, stranger } from './answer.js'
import { claimsOf } from './claims.js'
import type { Http, HttpAnswer } from './http.js'

/** What the server speaks, for the profile. */
const SPOKEN = { protocol: 'hubnity' } as const

/** For a token that does not tell; a 401 renews it earlier. */
const LIFETIME_MS = 15 * 60_000

/** Signing in at a Hubnity server. The only code that reveals a password. Nobody can make an account there themselves. */
export class HubnityAuthApi implements AuthApi {
  readonly #http: Http
  readonly #clock: Clock
  readonly #server: string

  /** @param server its address as it is kept in a profile */
  constructor(http: Http, clock: Clock, server: string) {
    this.#http = http
    this.#clock = clock
    this.#server = server
  }

  async login(email: string, password: Secret, signal?: AbortSignal): Promise<SignIn> {
    if (email.length > 255 || password.reveal() === '' || password.reveal().length > 128) throw badCredentials()
    await this.#assertHubnity(signal)
    const json = { email, password: password.reveal() }
    const answer = await this.#http.request({ method: 'POST', path: '/auth/login', json, signal })
    if (answer.status === 401) throw badCredentials(isInactive(answer) ? 'This account is switched off.' : undefined)
    if (answer.status === 400) throw badCredentials('The server takes no such address or password.')
    const { user, ...tokens } = this.#ok(answer, [password])
    const { id, email: known } = record(user)
    if (typeof id !== 'string') throw new TransportError(stranger(answer.status))
    const profile = {
      accountId: id as AccountId,
      email: typeof known === 'string' ? known : email,
      server: this.#server,
      ...SPOKEN,
    }
    return { profile, tokens: this.#tokens(tokens) }
  }

  /** The token that is given is void from then on, whether the answer arrives or not. */
  async refresh(refresh: Secret, signal?: AbortSignal): Promise<TokenPair> {
    const json = { refreshToken: refresh.reveal() }
    const answer = await this.#http.request({ method: 'POST', path: '/auth/refresh', json, signal })
    if (answer.status === 401 && /refresh token/i.test(answer.text)) throw refreshRejected()
    return this.#tokens(this.#ok(answer, [refresh]))
  }

  /**
   * The access token goes on working until it expires: the server has no way to take it back. It may want one for this
   * too; then the session is renewed once more, which ends the token that was given as well.
   */
  async logout(refresh: Secret, signal?: AbortSignal): Promise<void> {
    const answer = await this.#postLogout(refresh, undefined, signal)
    if (answer.status !== 401) return
    const renewed = await this.refresh(refresh, signal)
    await this.#postLogout(renewed.refresh ?? refresh, renewed.access, signal)
  }

  #postLogout(refresh: Secret, bearer: Secret | undefined, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const json = { refreshToken: refresh.reveal() }
    const request = { method: 'POST', path: '/auth/logout', json, signal } as const
    return this.#http.request(bearer === undefined ? request : { ...request, bearer })
  }

  /** By the token's own word: the server has nothing to ask. */
  async whoami(access: Secret): Promise<Profile> {
    const { subject, email } = claimsOf(access)
    if (subject !== undefined)
      return { accountId: subject as AccountId, email: email ?? subject, server: this.#server, ...SPOKEN }
    throw new TransportError({ failure: 'unauthorized', message: 'The access token does not say whose it is.' })
  }

  /** Makes sure who answers there before a password is sent: only that server minds an absent refreshToken so. */
  async #assertHubnity(signal: AbortSignal | undefined): Promise<void> {
    const answer = await this.#http.request({ method: 'POST', path: '/auth/refresh', json: {}, signal })
    if (isHubnityRefusal(answer)) return
    readAnswer(answer, this.#clock.now(), [])
    throw new TransportError(stranger(answer.status))
  }

  #ok(answer: HttpAnswer, secrets: readonly Secret[]): Readonly<Record<string, unknown>> {
    const said: Said = readAnswer(answer, this.#clock.now(), secrets)
    if (said.status === 200 || said.status === 201) return record(said.body)
    if (said.status >= 500)
      throw new TransportError({ failure: 'server', message: `The server failed (${said.status}).` })
    throw new TransportError(stranger(said.status))
  }

  #tokens({ access_token, refresh_token }: Readonly<Record<string, unknown>>): TokenPair {
    if (typeof access_token !== 'string' || typeof refresh_token !== 'string')
      throw new TransportError({ failure: 'server', message: 'The server gave no tokens.' })
    const access = new Secret(access_token)
    const accessExpiresAt = this.#clock.now() + (claimsOf(access).lifetimeMs ?? LIFETIME_MS)
    return { access, accessExpiresAt, refresh: new Secret(refresh_token) }
  }
}

/** A 400 that lists what is wrong with `refreshToken`. */
export function isHubnityRefusal({ status, text }: Pick<HttpAnswer, 'status' | 'text'>): boolean {
  const { message } = record(parseJson(text))
  return status === 400 && Array.isArray(message) && message.some((line) => String(line).includes('refreshToken'))
}

const isInactive = ({ text }: HttpAnswer): boolean => /inactive/i.test(String(record(parseJson(text)).message))
