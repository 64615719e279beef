import { isMeantimeError, MeantimeError } from '@meantime/core'
import type { ProblemView } from '../bridge/shapes.js'

/** Anything that was thrown, as a person may see it in a window: a hint that names a command is no help there. */
export function problemOf(thrown: unknown): ProblemView {
  const error = told(thrown)
  if (!error) return unexpected(thrown)
  const { code, message, safe, hint } = error
  return {
    code,
    message,
    ...(safe === undefined ? {} : { safe }),
    ...(hint === undefined || /`meantime |--[a-z]/.test(hint) ? {} : { hint }),
  }
}

export const refusal = (code: string, message: string, hint?: string): MeantimeError =>
  new MeantimeError({
    code,
    kind: 'state',
    message,
    safe: 'Nothing was changed.',
    ...(hint === undefined ? {} : { hint }),
  })

function told(thrown: unknown): MeantimeError | undefined {
  if (isMeantimeError(thrown)) return thrown
  if (thrown instanceof AggregateError) return thrown.errors.find((error) => isMeantimeError(error))
  return undefined
}

function unexpected(thrown: unknown): ProblemView {
  const { code } = thrown as { code?: unknown }
  const disk = typeof code === 'string' ? DISK[code] : undefined
  if (disk) return { code: `STORAGE_${String(code)}`, ...disk }
  return {
    code: 'UNEXPECTED',
    message: 'Something went wrong inside Meantime.',
    safe: 'What was recorded before is still on this computer.',
    hint: 'The log in the data folder says more.',
  }
}

const DISK: Readonly<Record<string, Omit<ProblemView, 'code'>>> = {
  ENOSPC: disk('The disk is full.', 'Free some space and try again.'),
  EDQUOT: disk('Your share of the disk is full.', 'Free some space and try again.'),
  EROFS: disk('The disk is read-only.', 'Make it writable and try again.'),
  EACCES: disk('The data folder may not be written by you.', 'Check who owns it.'),
  EIO: disk('The disk reports an error.', 'Check the disk, and keep a copy of the data folder.'),
}

function disk(message: string, hint: string) {
  return { message, safe: 'Nothing recorded before has changed.', hint }
}
