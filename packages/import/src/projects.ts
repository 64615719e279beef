import { MeantimeError } from '@meantime/core'

/** The other program's project names, or ids, to ours. An empty name is no project. */
export type ProjectMap = ReadonlyMap<string, string>

/** `Old name=New name`, each. Throws PROJECT_MAP_INVALID (kind input). */
export function readProjectMap(pairs: readonly string[]): ProjectMap {
  return new Map(pairs.map(pairOf))
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=')
  const from = text.slice(0, at).trim()
  if (at > 0 && from !== '') return [from, text.slice(at + 1).trim()]
  throw new MeantimeError({
    code: 'PROJECT_MAP_INVALID',
    kind: 'input',
    message: `“${text.slice(0, 60)}” does not say which project becomes which.`,
    safe: 'Nothing was changed.',
    hint: 'Write it as --map "Old name=New name".',
  })
}

/** Our name for one of theirs. */
export function mapped(project: string | null, map: ProjectMap): string | null {
  if (project === null) return null
  return map.get(project.trim()) ?? project
}
