import { agreed } from '../agreed.js'
import type { Context } from '../context.js'
import type { MovingOptions } from './options.js'

const REFUSAL = {
  message: 'An import is agreed to first, and there is nobody to ask.',
  hint: 'Look at it with --dry-run; then say --yes.',
}

/** Whether it is to be imported now. Throws CONFIRMATION_MISSING when nobody can be asked and nobody said it before. */
export const importAgreed = async (context: Context, { dryRun, yes }: MovingOptions, question: string) =>
  !dryRun && (await agreed(context, { question, yes, refusal: REFUSAL }))
