import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the parts of the app are; the build writes it beside the main program, once for a checkout, once for a package. */
export interface Places {
  /** The agent's program. */
  readonly agent: string
  /** The Node that the agent's native parts were made for. Absent in a checkout: there it is the one that installed them. */
  readonly node: string | undefined
  readonly renderer: string
  readonly icons: string
  readonly preload: string
}

/** `folder` is the one of the main program; what `places.json` names is relative to it. */
export function readPlaces(folder: string): Places {
  const { agent, node } = JSON.parse(readFileSync(join(folder, 'places.json'), 'utf8')) as Record<string, string>
  // Inside of a package the program lies in an archive, and what other programs run lies beside it.
  const base = folder.endsWith('.asar') ? dirname(folder) : folder
  return {
    agent: join(base, agent ?? ''),
    node: node && join(base, node),
    renderer: join(folder, 'renderer'),
    icons: join(folder, 'icons'),
    preload: join(folder, 'preload.cjs'),
  }
}
