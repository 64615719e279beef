import { checkDescription, checkProject, MAX_DESCRIPTION, MAX_PROJECT } from '@meantime/core'

export interface Named {
  readonly description: string
  readonly project: string | null
}

/**
 * Work is worth more than the words about it: what is too long is cut, and characters that cannot be stored become `�`.
 * `changed` tells, so that a person can be told.
 */
export function fitText(named: Named): Named & { readonly changed: boolean } {
  const description = checkDescription(fitted(named.description, MAX_DESCRIPTION))
  const project = checkProject(named.project === null ? null : fitted(named.project, MAX_PROJECT))
  const changed = description !== named.description.trim() || (project ?? '') !== (named.project ?? '').trim()
  return { description, project, changed }
}

function fitted(text: string, max: number): string {
  const sound = text.toWellFormed().replaceAll('\0', '\uFFFD')
  if (sound.length <= max) return sound
  const cut = sound.slice(0, max - 1)
  // Half of a character pair is no character.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`
}
