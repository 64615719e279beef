import { type AccessTokens, type AccountId, authRequiredError, Secret } from '@meantime/core'

export interface StubAccessTokens extends AccessTokens {
  /** What every call was given as `rejected`. */
  readonly calls: readonly { readonly rejected: string | undefined; readonly account: AccountId | undefined }[]
  /** From now on this token is handed out, and listeners are told; null signs out. */
  set(token: string | null): void
  /** From now on every call throws this (a refresh that fails); undefined ends that. */
  fail(error: Error | undefined): void
}

/** Hands out `first`, and `token-2`, `token-3`, … each time the current one comes back as rejected. */
export function stubAccessTokens(first: string | null = 'token-1'): StubAccessTokens {
  const calls: { rejected: string | undefined; account: AccountId | undefined }[] = []
  const listeners = new Set<() => void>()
  let token: string | null = first
  let failure: Error | undefined
  let count = 1
  return {
    calls,
    async getFreshToken(rejected, account) {
      calls.push({ rejected: rejected?.reveal(), account })
      if (failure !== undefined) throw failure
      if (token === null) throw authRequiredError()
      if (rejected?.reveal() === token) {
        count += 1
        token = `token-${count}`
      }
      return new Secret(token)
    },
    onTokensSet(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    set(next) {
      token = next
      if (next !== null) for (const listener of listeners) listener()
    },
    fail(error) {
      failure = error
    },
  }
}
