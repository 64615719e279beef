import { expect, test } from 'vitest'
import { lintPlanted } from './planted-tree.js'

/** What `file` may not import, and the words by which the check names the rule. */
const forbidden: readonly [file: string, imported: string, rule: string][] = [
  ['packages/core/src/planted.ts', '@meantime/protocol', 'core and protocol import nothing of the workspace'],
  ['packages/core/test/planted.test.ts', '@meantime/testkit', 'core and protocol import nothing of the workspace'],
  ['packages/core/src/sync/planted.ts', 'axios', 'core knows no HTTP client, no database and no desktop'],
  ['packages/core/src/planted.ts', 'typeorm', 'core knows no HTTP client, no database and no desktop'],
  ['packages/core/src/planted.ts', 'better-sqlite3', 'core knows no HTTP client, no database and no desktop'],
  ['packages/core/src/planted.ts', 'electron', 'core knows no HTTP client, no database and no desktop'],
  ['packages/core/src/container.ts', 'axios', 'core knows no HTTP client, no database and no desktop'],
  ['packages/protocol/src/planted.ts', '@meantime/core', 'core and protocol import nothing of the workspace'],

  ['packages/auth/src/planted.ts', '@meantime/queue-sqlite', 'never another plugin'],
  ['packages/auth/src/planted.ts', '@meantime/protocol', 'a plugin imports core only'],
  ['packages/auth/src/planted.ts', '@meantime/testkit', 'testkit belongs in tests'],
  ['packages/auth/test/planted.test.ts', '@meantime/transport-http', 'never another plugin'],
  ['packages/capture/src/planted.ts', '@meantime/settings', 'never another plugin'],
  ['packages/queue-sqlite/src/planted.ts', '@meantime/auth', 'never another plugin'],
  ['packages/queue-sqlite/src/planted.ts', '@meantime/testkit', 'testkit belongs in tests'],
  ['packages/queue-sqlite/test/planted.test.ts', '@meantime/protocol', 'never another plugin'],
  ['packages/import/src/planted.ts', '@meantime/queue-sqlite', 'never another plugin'],
  ['packages/import/test/planted.test.ts', '@meantime/spool', 'never another plugin'],
  ['packages/queue-sqlite/src/planted.ts', '@meantime/import', 'never another plugin'],
  ['packages/settings/src/planted.ts', '@meantime/auth', 'never another plugin'],
  ['packages/transport-http/src/planted.ts', '@meantime/auth', 'never another plugin'],
  ['packages/transport-http/src/planted.ts', '@meantime/testkit', 'testkit belongs in tests'],
  ['packages/transport-hubnity/src/planted.ts', '@meantime/transport-http', 'never another plugin'],
  ['packages/a-new-plugin/src/planted.ts', '@meantime/auth', 'never another plugin'],
  ['packages/a-new-plugin/test/planted.test.ts', '@meantime/auth', 'never another plugin'],
  ['packages/testkit/src/planted.ts', '@meantime/queue-sqlite', 'testkit imports core and protocol only'],

  ['apps/cli/src/commands/planted.ts', '@meantime/queue-sqlite', 'only compose.ts names concrete plugins'],
  ['apps/cli/src/main.ts', '@meantime/auth', 'only compose.ts names concrete plugins'],
  ['apps/cli/src/main.ts', '@meantime/transport-http', 'only compose.ts names concrete plugins'],
  ['apps/cli/src/main.ts', '@meantime/server', 'only compose.ts names concrete plugins'],
  ['apps/cli/src/commands/server.ts', '@meantime/auth', 'only compose.ts names concrete plugins'],
  ['apps/cli/src/compose.ts', '@meantime/testkit', 'testkit belongs in tests'],
  ['apps/cli/src/compose.ts', '@meantime/server', 'names plugins, no other app'],
  ['apps/desktop/src/planted.ts', '@meantime/capture', 'only compose.ts names concrete plugins'],
  ['apps/server/src/planted.ts', '@meantime/queue-sqlite', 'only compose.ts names concrete plugins'],
  ['apps/server/src/planted.ts', '@meantime/testkit', 'testkit belongs in tests'],
  ['tools/src/planted.ts', '@meantime/queue-sqlite', 'only compose.ts names concrete plugins'],

  ['packages/core/src/planted.ts', 'tsyringe', 'only packages/core/src/container.ts imports tsyringe'],
  ['packages/auth/src/planted.ts', 'tsyringe', 'only packages/core/src/container.ts imports tsyringe'],
  ['packages/queue-sqlite/src/planted.ts', 'tsyringe', 'only packages/core/src/container.ts imports tsyringe'],
  ['apps/cli/src/compose.ts', 'tsyringe', 'only packages/core/src/container.ts imports tsyringe'],
  ['apps/server/src/planted.ts', 'tsyringe', 'only packages/core/src/container.ts imports tsyringe'],
  ['tests/e2e/test/planted.test.ts', 'tsyringe', 'only packages/core/src/container.ts imports tsyringe'],
  ['packages/core/src/planted.ts', 'reflect-metadata', 'the packages that use TypeORM import reflect-metadata'],
  ['packages/auth/src/planted.ts', 'reflect-metadata', 'the packages that use TypeORM import reflect-metadata'],
  ['apps/cli/src/planted.ts', 'reflect-metadata', 'the packages that use TypeORM import reflect-metadata'],
  ['apps/cli/src/planted.ts', 'typeorm', 'only packages/queue-sqlite and apps/server import TypeORM'],
  ['tools/src/planted.ts', 'typeorm', 'only packages/queue-sqlite and apps/server import TypeORM'],

  ['packages/auth/src/planted.ts', '@meantime/core/src/container.js', 'by its name, never a file inside it'],
  ['packages/auth/src/planted.ts', '@meantime/core/dist/container.js', 'by its name, never a file inside it'],
  ['packages/auth/src/planted.ts', '../../core/src/container.js', 'by its name, never a file inside it'],
  ['packages/auth/src/stores/planted.ts', '../../../core/dist/index.js', 'by its name, never a file inside it'],
  ['apps/cli/src/compose.ts', '@meantime/auth/src/index.js', 'by its name, never a file inside it'],
  ['apps/cli/src/compose.ts', '../../../packages/auth/src/index.js', 'by its name, never a file inside it'],
  ['tests/e2e/test/planted.test.ts', '../../../apps/cli/src/compose.js', 'by its name, never a file inside it'],
]

const undeclared: readonly [file: string, imported: string][] = [
  ['packages/auth/src/planted.ts', 'axios'],
  ['packages/auth/src/planted.ts', 'vitest'],
  ['packages/transport-http/src/planted.ts', 'msw'],
]

const allowed: readonly [file: string, imported: string][] = [
  ['packages/core/src/container.ts', 'tsyringe'],
  ['packages/core/src/container.ts', 'reflect-metadata'],
  ['packages/core/src/domain/day.ts', 'temporal-polyfill'],
  ['packages/core/test/container-overrides.test.ts', 'tsyringe'],
  ['packages/core/test/sync/planted.test.ts', '../../src/container.js'],
  ['packages/protocol/src/planted.ts', 'zod'],
  ['packages/auth/src/planted.ts', '@meantime/core'],
  ['packages/auth/test/planted.test.ts', '@meantime/testkit'],
  ['packages/auth/test/deep/er/planted.test.ts', '../../../src/index.js'],
  ['packages/queue-sqlite/src/planted.ts', 'typeorm'],
  ['packages/queue-sqlite/src/planted.ts', 'reflect-metadata'],
  ['packages/queue-sqlite/test/planted.test.ts', '@meantime/testkit'],
  ['packages/transport-http/src/planted.ts', '@meantime/protocol'],
  ['packages/transport-http/test/planted.test.ts', '@meantime/testkit'],
  ['packages/testkit/src/planted.ts', '@meantime/protocol'],
  ['apps/cli/src/compose.ts', '@meantime/queue-sqlite'],
  ['apps/cli/src/compose.ts', '@meantime/transport-http'],
  ['apps/cli/src/commands/server.ts', '@meantime/server'],
  ['apps/cli/src/planted.ts', '@meantime/core/day'],
  ['apps/cli/src/planted.ts', '@meantime/settings'],
  ['apps/cli/src/commands/planted.ts', '@meantime/import/hubnity'],
  ['apps/server/src/planted.ts', 'typeorm'],
  ['apps/server/src/planted.ts', '@meantime/protocol'],
  ['apps/server/test/planted.test.ts', 'typeorm'],
  ['tools/src/planted.ts', '@meantime/server'],
  ['tests/e2e/test/planted.test.ts', '@meantime/cli'],
]

type Case = readonly [file: string, imported: string, ...unknown[]]

/** The imports of one file are its lines 1, 2, 3, … */
function plant(cases: readonly Case[]) {
  const files = new Map<string, Case[]>()
  for (const one of cases) files.set(one[0], [...(files.get(one[0]) ?? []), one])
  const source = (imports: readonly Case[]) =>
    imports.map(([, imported], index) => `export { name${index} } from '${imported}'\n`).join('')
  const { passed, findings } = lintPlanted(
    Object.fromEntries([...files].map(([file, imports]) => [file, source(imports)])),
  )
  const findingsOf = (one: Case) => {
    const line = 1 + (files.get(one[0]) ?? []).indexOf(one)
    return findings.filter((finding) => finding.file === one[0] && finding.line === line)
  }
  return { passed, findingsOf }
}

const bad = plant([...forbidden, ...undeclared])
const good = plant(allowed)

test('the check fails on a tree with violations, and passes on one without', () => {
  expect([bad.passed, good.passed]).toEqual([false, true])
})

test.each(forbidden.map((one) => [...one, one] as const))('%s may not import %s', (_file, _imported, rule, one) => {
  expect(bad.findingsOf(one)).toContainEqual(
    expect.objectContaining({ rule: 'lint/style/noRestrictedImports', message: expect.stringContaining(rule) }),
  )
})

test.each(undeclared.map((one) => [...one, one] as const))(
  '%s may not import %s, which its package does not ship with',
  (_file, imported, one) => {
    expect(bad.findingsOf(one)).toContainEqual(
      expect.objectContaining({
        rule: 'lint/correctness/noUndeclaredDependencies',
        message: expect.stringContaining(imported),
      }),
    )
  },
)

test.each(allowed.map((one) => [...one, one] as const))('%s may import %s', (_file, _imported, one) => {
  expect(good.findingsOf(one)).toEqual([])
})

test('a type, a re-export and a late import count as imports too', () => {
  const { findings } = lintPlanted({
    'packages/auth/src/type.ts': "import type { Queue } from '@meantime/queue-sqlite'\n\nexport type Own = Queue\n",
    'packages/auth/src/star.ts': "export * from '@meantime/queue-sqlite'\n",
    'packages/auth/src/late.ts': "export const late = () => import('@meantime/queue-sqlite')\n",
    'packages/auth/src/effect.ts': "import '@meantime/queue-sqlite'\n",
  })
  const caught = findings.filter(({ rule }) => rule === 'lint/style/noRestrictedImports').map(({ file }) => file)
  expect(caught.sort()).toEqual([
    'packages/auth/src/effect.ts',
    'packages/auth/src/late.ts',
    'packages/auth/src/star.ts',
    'packages/auth/src/type.ts',
  ])
})
