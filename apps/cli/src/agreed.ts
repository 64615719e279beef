import type { Context } from './context.js'
import { inputError } from './errors.js'

export interface Agreement {
  readonly question: string
  /** Said before, by --yes. */
  readonly yes: boolean | undefined
  /** Where nobody can be asked. */
  readonly refusal: { readonly message: string; readonly hint: string }
}

/** Whether a person agrees. Throws CONFIRMATION_MISSING when nobody can be asked and nobody said it before. */
export async function agreed({ io, flags }: Context, { question, yes, refusal }: Agreement): Promise<boolean> {
  if (yes) return true
  if (io.ask && !flags.json) return io.ask.agree(question)
  throw inputError('CONFIRMATION_MISSING', refusal.message, refusal.hint)
}
