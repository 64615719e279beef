import type { Context } from '../context.js'
import { inputError } from '../errors.js'
import type { MovingOptions } from './options.js'

/** Whether it is to be done now. Throws CONFIRMATION_MISSING when nobody can be asked and nobody said it before. */
export async function agreed(
  { io, flags }: Context,
  { dryRun, yes }: MovingOptions,
  question: string,
): Promise<boolean> {
  if (dryRun) return false
  if (yes) return true
  if (io.ask && !flags.json) return io.ask.agree(question)
  throw inputError(
    'CONFIRMATION_MISSING',
    'An import is agreed to first, and there is nobody to ask.',
    'Look at it with --dry-run; then say --yes.',
  )
}
