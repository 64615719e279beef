import { MeantimeError } from '../errors.js'

/** For `AuthApi.login`. */
export const badCredentials = (message = 'The e-mail address or the password is wrong.'): MeantimeError =>
  new MeantimeError({
    code: 'BAD_CREDENTIALS',
    kind: 'auth',
    message,
    safe: 'Your work is saved on this computer.',
    hint: 'Check both and try again.',
  })

/** For `AuthApi.refresh`: the one answer that signs out. */
export const refreshRejected = (): MeantimeError =>
  new MeantimeError({
    code: 'REFRESH_REJECTED',
    kind: 'auth',
    message: 'The server has ended this session.',
    safe: 'Your work is saved on this computer and will be delivered after you sign in.',
    hint: 'Run `meantime login`.',
  })
