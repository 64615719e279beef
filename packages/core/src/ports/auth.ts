import { token } from '../container.js'
import type { AccountId } from '../domain/ids.js'
import type { Secret } from '../secret.js'
import type { Profile } from './account.js'

export interface TokenPair {
  readonly access: Secret
  /** UTC ms after which the access token is refused. */
  readonly accessExpiresAt: number
  /** Absent when a front end handed over an access token alone: it then lasts until it expires. */
  readonly refresh?: Secret
}

export interface NewAccount {
  readonly email: string
  readonly password: Secret
  readonly name?: string
}

export interface SignIn {
  readonly profile: Profile
  readonly tokens: TokenPair
}

/** The server's side of signing in; a transport plugin provides it. Passwords and tokens travel only through here. */
export interface AuthApi {
  /** Throws BAD_CREDENTIALS (kind auth) or a TransportError. */
  login(email: string, password: Secret, signal?: AbortSignal): Promise<SignIn>
  /**
   * Absent where people cannot make an account themselves. Throws INVALID_REGISTRATION or EMAIL_TAKEN (kind input),
   * REGISTRATION_CLOSED (kind auth) or a TransportError.
   */
  register?(account: NewAccount, signal?: AbortSignal): Promise<SignIn>
  /** Throws REFRESH_REJECTED only when the server explicitly refused the token; anything else is a TransportError. */
  refresh(refresh: Secret, signal?: AbortSignal): Promise<TokenPair>
  /** Tells the server to forget the session. */
  logout(refresh: Secret, signal?: AbortSignal): Promise<void>
  /** Whose access token this is. */
  whoami(access: Secret, signal?: AbortSignal): Promise<Profile>
}

export const AUTH_API = token<AuthApi>('meantime.AuthApi')

/** Keeps a pair of tokens between runs. An adapter that cannot keep them says so in `persistent`. */
export interface TokenStore {
  /** For messages: `OS keyring`, `file`, `memory`. */
  readonly name: string
  readonly persistent: boolean
  load(account: AccountId): Promise<TokenPair | undefined>
  save(account: AccountId, tokens: TokenPair): Promise<void>
  clear(account: AccountId): Promise<void>
}

export const TOKEN_STORE = token<TokenStore>('meantime.TokenStore')

/** What the sync engine needs of AuthManager. */
export interface AccessTokens {
  /**
   * A token that is good for at least a minute, refreshed when needed; `rejected` is one that the server just
   * answered 401 to. Throws AUTH_REQUIRED when signing in is needed; a TransportError when refreshing failed for
   * another reason (the session stays). With `account` also AUTH_REQUIRED when somebody else is signed in by now: work
   * must never go out under another person's token. @default whoever is the current profile at the call
   */
  getFreshToken(rejected?: Secret, account?: AccountId): Promise<Secret>
  /** Called after tokens were handed over or someone signed in. Returns the unsubscribe function. */
  onTokensSet(listener: () => void): () => void
}

export const ACCESS_TOKENS = token<AccessTokens>('meantime.AccessTokens')
