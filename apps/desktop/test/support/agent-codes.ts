import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const PACKAGES = [
  'auth',
  'capture',
  'core',
  'import',
  'queue-sqlite',
  'settings',
  'spool',
  'transport-http',
  'transport-hubnity',
]
const UPPER = '[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*'

/** How a refusal or a reason says its code, in what the agent is made of. */
const SAID = [
  new RegExp(`\\bcode: (?:\\w+ \\? [\\w.']+ : )?'(${UPPER}|[a-z]+(?:-[a-z]+)*)'`, 'g'),
  new RegExp(`\\bcode: \\w+ \\? '(${UPPER})'`, 'g'),
  // A function that makes the error, or a statement that stores the reason, its code first: `wrongState('ENTRY_STOPPED', …)`.
  new RegExp(`\\b\\w+\\(\\s*'(${UPPER})',\\s+['"\`\\w]`, 'g'),
  // `const QUEUE_FULL = 'QUEUE_FULL'`, the codes of a transport by its failure, and the reasons that the protocol names.
  new RegExp(`\\bconst (${UPPER}) = '\\1'`, 'g'),
  new RegExp(`^  '?[a-z-]+'?: '(${UPPER})',$`, 'gm'),
  /\bexport const [A-Z_]+ = '([a-z]+(?:-[a-z]+)+)'$/gm,
]
/** An error of the system that the agent puts into words: its code begins with STORAGE_. */
const OF_THE_DISK = /^ {2}(E[A-Z]+): disk\(/gm

/** Each code, with the files that say it. */
export function agentCodes(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const file of sources()) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const ofTheDisk = file.endsWith('agent/problem.ts')
      ? [...text.matchAll(OF_THE_DISK)].map(([, code]) => `STORAGE_${code}`)
      : []
    const said = SAID.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code = '']) => code))
    for (const code of [...said, ...ofTheDisk]) {
      if (!found.get(code)?.includes(file)) found.set(code, [...(found.get(code) ?? []), file])
    }
  }
  return found
}

/** Why there is no picture: the keys of the camera's own list. */
export const skipReasons = (): string[] =>
  [
    ...readFileSync(join(ROOT, 'packages/capture/src/service/reasons.ts'), 'utf8').matchAll(/^ {2}'?([a-z-]+)'?: '/gm),
  ].map(([, reason = '']) => reason)

const sources = (): string[] => [
  ...PACKAGES.flatMap((name) => under(`packages/${name}/src`)),
  ...['agent', 'bridge', 'carriers', 'shells'].flatMap((name) => under(`apps/desktop/src/${name}`)),
  // What the server says of one item becomes the reason of its task.
  'apps/server/src/sync/item-results.ts',
  'packages/protocol/src/batch.ts',
]

const under = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
