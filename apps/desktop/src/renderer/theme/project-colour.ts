/** As many as there are tokens `--p0` …; more projects share colours, which is why a name always stands beside one. */
const COLOURS = 10

/**
 * Each project its own colour for as long as there are enough: where its name's hash is taken, the next free one. The
 * same names always give the same colours, in whatever order they come.
 */
export function assignColours(projects: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<number>()
  const colours = new Map<string, string>()
  for (const project of [...new Set(projects)].sort()) {
    let index = hash(project) % COLOURS
    if (taken.size < COLOURS) while (taken.has(index)) index = (index + 1) % COLOURS
    taken.add(index)
    colours.set(project, `var(--p${index})`)
  }
  return colours
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return value
}

export const NO_PROJECT_COLOUR = 'var(--p-none)'
