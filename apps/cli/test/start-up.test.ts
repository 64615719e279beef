import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/folder.js'
import { desk } from './support/in-process.js'
import { meantime } from './support/real-process.js'

const PRELOAD = new URL('support/trace-loads.mjs', import.meta.url).href
const PARTS = new URL('../dist/bundle/parts.json', import.meta.url)

/** The packages that a command really loads: those in the parts of the bundle, and those outside of it. */
async function packagesLoadedBy(
  folder: string,
  argv: readonly string[],
): Promise<{ code: number | undefined; packages: Set<string> }> {
  const trace = join(await temporaryFolder(), 'trace')
  const { code } = await meantime(folder, argv, { env: { NODE_OPTIONS: `--import ${PRELOAD}`, MEANTIME_TRACE: trace } })
  const parts: Record<string, string[]> = JSON.parse(await readFile(PARTS, 'utf8'))
  const loaded = (await readFile(trace, 'utf8')).split('\n')
  const outside = loaded.map((file) => /node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)\/(?!.*node_modules\/)/.exec(file)?.[1])
  const packages = [...loaded.flatMap((file) => parts[basename(file)] ?? []), ...outside]
  return { code, packages: new Set(packages.filter((name) => name !== undefined)) }
}

const HEAVY = [
  'typeorm',
  'axios',
  'zod',
  '@napi-rs/keyring',
  'chrono-node',
  '@inquirer/prompts',
  'pino',
  'cli-table3',
  'csv-parse',
  'csv-stringify',
  'ical-generator',
  'fastify',
  'sharp',
  'node-screenshots',
  'x11',
  'dbus-next',
  'koffi',
]
const heavyOf = (packages: Set<string>) => HEAVY.filter((name) => packages.has(name))

describe('a command loads only what it needs', () => {
  test('--version loads the command line parser and nothing else', async () => {
    const { code, packages } = await packagesLoadedBy(await temporaryFolder(), ['--version'])
    expect(code).toBe(0)
    expect([...packages].sort()).toEqual(['commander', 'meantime'])
  })

  test.each([[['status']], [['switch', 'x']], [['switch', 'x', '--at', '0:00']], [['stop']], [['log', '--json']]])(
    '%j on an up-to-date data folder',
    async (argv) => {
      const folder = await temporaryFolder()
      await meantime(folder, ['start', 'x', '--at', '2 days ago 10:00'])
      const { code, packages } = await packagesLoadedBy(folder, argv)
      expect(code).toBe(0)
      expect(packages).toContain('better-sqlite3')
      expect(heavyOf(packages)).toEqual([])
    },
  )

  test('what belongs to screenshots is loaded by nothing but the agent, also when they are on', async () => {
    const { folder, run } = await desk()
    await run('screenshots', 'on', '--yes')
    for (const argv of [['screenshots', 'status'], ['screenshots', 'off'], ['start', 'x'], ['status'], ['stop']])
      expect(heavyOf((await packagesLoadedBy(folder, argv)).packages)).toEqual([])
  })

  test('recording loads no calendar either', async () => {
    const folder = await temporaryFolder()
    await meantime(folder, ['start', 'x'])
    const { packages } = await packagesLoadedBy(folder, ['stop'])
    expect(packages).not.toContain('temporal-polyfill')
  })

  test('the trace sees what is loaded: words need chrono, a new folder needs TypeORM', async () => {
    const { packages } = await packagesLoadedBy(await temporaryFolder(), ['start', '--at', '10 min ago'])
    expect(heavyOf(packages)).toEqual(['typeorm', 'chrono-node'])
  })
})

describe('Node versions', () => {
  const asNode = (version: string) => {
    const code = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`
    return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` }
  }

  test.each(['18.20.0', '20.18.3', '24.0.0', '25.1.0'])(
    '%s gets one sentence that names what works',
    async (version) => {
      const { code, stdout, stderr } = await meantime(await temporaryFolder(), ['status'], { env: asNode(version) })
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toContain('20.19 to 23')
      expect(stderr).toContain(version)
    },
  )

  test.each(['20.19.0', '22.12.0', '23.5.0'])('%s runs', async (version) => {
    expect((await meantime(await temporaryFolder(), ['--version'], { env: asNode(version) })).code).toBe(0)
  })
})
