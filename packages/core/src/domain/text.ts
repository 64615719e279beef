import { MeantimeError } from '../errors.js'

export const MAX_DESCRIPTION = 5000
export const MAX_PROJECT = 200

/** A description as it will be stored: trimmed. Throws TEXT_TOO_LONG or TEXT_NOT_ALLOWED. */
export const checkDescription = (text: string): string => checkText('description', text, MAX_DESCRIPTION)

/** A project's name as it will be stored; an empty one is no project. Throws TEXT_TOO_LONG or TEXT_NOT_ALLOWED. */
export const checkProject = (text: string | null): string | null =>
  text === null ? null : checkText('project name', text, MAX_PROJECT) || null

/** NUL and lone surrogates would come back changed from a database or a server, so they are refused, not repaired. */
function checkText(what: string, text: string, max: number): string {
  if (text.length > max) {
    throw new MeantimeError({
      code: 'TEXT_TOO_LONG',
      kind: 'input',
      message: `The ${what} has ${text.length} characters; at most ${max} are kept.`,
      safe: 'Nothing was recorded, and nothing recorded before has changed.',
      hint: `Shorten the ${what}.`,
    })
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new MeantimeError({
      code: 'TEXT_NOT_ALLOWED',
      kind: 'input',
      message: `The ${what} holds a NUL or half of a character pair, which cannot be stored faithfully.`,
      safe: 'Nothing was recorded, and nothing recorded before has changed.',
      hint: 'Remove that character.',
    })
  }
  return text.trim()
}
