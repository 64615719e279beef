import type { AuthApi, Clock, NewAccount, Profile, SignIn, TokenPair } from '@meantime/core'
import { type AccountId, Secret } from '@meantime/core'
import { badCredentials, refreshRejected } from '@meantime/core/http'
import {
  type AccountMessage,
  account,
  loginRequest,
  PATHS,
  registerRequest,
  type SessionMessage,
  session,
  type TokenPairMessage,
  tokenPair,
} from '@meantime/protocol'
import { classifyAnswer, classifyBody, parseJson, readProblem } from './classify.js'
import { assertMeantimeServer } from './health-check.js'
import type { Http, HttpAnswer, HttpRequest } from './http.js'
import { invalidRegistration, registrationRefused } from './registration-errors.js'

/** Signing in at a Meantime server. The only code that reveals a password. */
export class HttpAuthApi implements AuthApi {
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
    const json = { email, password: password.reveal() }
    if (!loginRequest.safeParse(json).success) throw badCredentials()
    await assertMeantimeServer(this.#http, this.#clock, signal)
    const answer = await this.#http.request({ method: 'POST', path: PATHS.login, json, signal })
    if (answer.status === 401 && this.#failure(answer, [password]).failure === 'unauthorized') throw badCredentials()
    return this.#signIn(this.#read(answer, session, [password]))
  }

  async register({ email, password, name }: NewAccount, signal?: AbortSignal): Promise<SignIn> {
    const json = { email, password: password.reveal(), ...(name === undefined ? {} : { name }) }
    const read = registerRequest.safeParse(json)
    if (!read.success) throw invalidRegistration(String(read.error.issues[0]?.path[0] ?? ''))
    await assertMeantimeServer(this.#http, this.#clock, signal)
    const answer = await this.#http.request({ method: 'POST', path: PATHS.register, json, signal })
    const refusal = registrationRefused(answer.status, readProblem(answer))
    if (refusal !== undefined) throw refusal
    return this.#signIn(this.#read(answer, session, [password]))
  }

  async refresh(refresh: Secret, signal?: AbortSignal): Promise<TokenPair> {
    const answer = await this.#postRefreshToken(PATHS.refresh, refresh, signal)
    const refused = answer.status === 401 || answer.status === 400
    if (refused && readProblem(answer)?.code === 'invalid-grant') throw refreshRejected()
    return this.#tokens(this.#read(answer, tokenPair, [refresh]))
  }

  async logout(refresh: Secret, signal?: AbortSignal): Promise<void> {
    const answer = await this.#postRefreshToken(PATHS.logout, refresh, signal)
    if (answer.status < 200 || answer.status > 299) throw this.#failure(answer, [refresh])
  }

  async whoami(access: Secret, signal?: AbortSignal): Promise<Profile> {
    const answer = await this.#http.request({ method: 'GET', path: PATHS.me, bearer: access, signal })
    return this.#profile(this.#read(answer, account, [access]))
  }

  #postRefreshToken(path: string, refresh: Secret, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const request: HttpRequest = { method: 'POST', path, json: { refreshToken: refresh.reveal() }, signal }
    return this.#http.request(request)
  }

  #read<T>(answer: HttpAnswer, schema: Schema<T>, secrets: readonly Secret[]): T {
    if (answer.status !== 200 && answer.status !== 201) throw this.#failure(answer, secrets)
    const read = schema.safeParse(parseJson(answer.text))
    if (!read.success) throw classifyBody(answer)
    return read.data
  }

  #failure(answer: HttpAnswer, secrets: readonly Secret[]) {
    return classifyAnswer(answer, this.#clock.now(), secrets)
  }

  #signIn(message: SessionMessage): SignIn {
    return { profile: this.#profile(message.account), tokens: this.#tokens(message.tokens) }
  }

  #profile({ id, email }: AccountMessage): Profile {
    return { accountId: id as AccountId, email, server: this.#server }
  }

  #tokens(message: TokenPairMessage): TokenPair {
    return {
      access: new Secret(message.accessToken),
      accessExpiresAt: this.#clock.now() + message.accessExpiresInSeconds * 1000,
      refresh: new Secret(message.refreshToken),
    }
  }
}

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false }
}
