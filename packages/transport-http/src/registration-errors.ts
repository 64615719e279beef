import { MeantimeError } from '@meantime/core'
import type { Problem } from '@meantime/protocol'

/** @param field of the request that is not valid, when it is known */
export function invalidRegistration(field: string): MeantimeError {
  const message =
    field === 'email'
      ? 'That is no e-mail address.'
      : field === 'password'
        ? 'A password has 8 to 128 characters.'
        : 'The server refused these details.'
  return new MeantimeError({ code: 'INVALID_REGISTRATION', kind: 'input', message })
}

/** The refusals that only a registration knows; undefined for any other answer. */
export function registrationRefused(status: number, told: Problem | undefined): MeantimeError | undefined {
  if (told === undefined) return undefined
  if (status === 400 || status === 422) return invalidRegistration('')
  if (status === 409)
    return new MeantimeError({
      code: 'EMAIL_TAKEN',
      kind: 'input',
      message: 'Somebody has an account with that e-mail address already.',
      hint: 'Sign in instead.',
    })
  if (status === 403)
    return new MeantimeError({
      code: 'REGISTRATION_CLOSED',
      kind: 'auth',
      message: 'This server lets nobody make an account themselves.',
      hint: 'Ask whoever runs the server for one.',
    })
  return undefined
}
