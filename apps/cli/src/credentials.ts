import { Secret } from '@meantime/core'
import { inputError } from './errors.js'
import type { CliIo } from './io.js'
import { readStdin } from './stdin.js'

export interface CredentialOptions {
  readonly email?: string
  readonly passwordStdin?: boolean
}

/** Longer than any password that a server takes. */
const MAX_PASSWORD_BYTES = 4096

/** From the flag, else from the person. */
export async function emailFrom({ email }: CredentialOptions, { ask }: CliIo): Promise<string> {
  const address = (email ?? (await ask?.email()) ?? '').trim()
  if (address !== '') return address
  throw inputError('EMAIL_MISSING', 'No email address was given.', 'Name it by --email.')
}

/** From stdin, else MEANTIME_PASSWORD, else the person. Never an argument: other programs can read those. */
export async function passwordFrom({ passwordStdin }: CredentialOptions, io: CliIo): Promise<Secret> {
  const password = passwordStdin ? await passwordOnStdin(io) : (fromEnvironment(io) ?? (await io.ask?.password()))
  if (password !== undefined && password.reveal() !== '') return password
  throw inputError(
    'PASSWORD_MISSING',
    'No password was given.',
    'Run it in a terminal, or use --password-stdin or the variable MEANTIME_PASSWORD.',
  )
}

function fromEnvironment({ env }: CliIo): Secret | undefined {
  const { MEANTIME_PASSWORD: text } = env
  return text ? new Secret(text) : undefined
}

async function passwordOnStdin(io: CliIo): Promise<Secret> {
  const text = await readStdin(io, MAX_PASSWORD_BYTES)
  if (text === undefined)
    throw inputError('PASSWORD_TOO_LONG', 'What came on stdin is too long for a password.', 'Check it.')
  // The line's end is of the pipe, not of the password.
  return new Secret(text.replace(/\r?\n$/, ''))
}
