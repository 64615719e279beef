import { AUTH_REQUIRED, isMeantimeError, MeantimeError } from '@meantime/core'

/** Somebody may be signed in, but the store does not say: to sign in again helps, and so does to unlock it. */
export function storeUnreadable(cause: unknown): MeantimeError {
  // The words of our own errors only: a store's might hold what it was given.
  const words = isMeantimeError(cause) ? ` ${cause.message}` : ''
  return new MeantimeError({
    code: AUTH_REQUIRED,
    kind: 'auth',
    message: `Whether you are signed in cannot be read on this computer.${words}`,
    safe: 'Your work is saved on this computer and will be delivered afterwards.',
    hint: 'Unlock the keyring, or run `meantime login`.',
  })
}
