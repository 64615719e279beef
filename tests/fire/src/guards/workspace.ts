import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { execa } from 'execa'

/** In the order in which they are built. */
const PACKAGES = [
  'packages/core',
  'packages/protocol',
  'packages/testkit',
  'packages/queue-sqlite',
  'packages/import',
  'packages/spool',
  'packages/capture',
  'packages/auth',
  'packages/transport-http',
  'packages/transport-hubnity',
  'apps/server',
]
const FILES = ['package.json', 'pnpm-workspace.yaml', 'tsconfig.base.json', 'vitest.shared.ts']
const LEFT_OUT = new Set(['.turbo', '.reports', '.vite', '.vite-temp', '.tsbuildinfo'])

export interface Verdict {
  readonly passed: readonly string[]
  readonly failed: readonly string[]
  /** What vitest printed, for when there is no verdict on the test that was asked for. */
  readonly output: string
}

/**
 * A copy of the packages in which something may be broken; the checkout itself is never touched. Links between the
 * packages are relative, so they lead to the copies; other dependencies are those of the checkout.
 */
export class Workspace {
  private constructor(
    private readonly folder: string,
    private readonly root: string,
  ) {}

  static create(root: string): Workspace {
    const folder = mkdtempSync(join(tmpdir(), 'meantime-guards-'))
    for (const file of FILES) cpSync(join(root, file), join(folder, file))
    for (const name of PACKAGES) {
      mkdirSync(join(folder, name, '..'), { recursive: true })
      const filter = (path: string) => !LEFT_OUT.has(basename(path))
      cpSync(join(root, name), join(folder, name), { recursive: true, verbatimSymlinks: true, filter })
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    return new Workspace(folder, root)
  }

  /** Types are checked elsewhere; a break need not please the compiler. */
  async build(name: string): Promise<void> {
    const compiler = join(this.root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { all, exitCode } = await execa(process.execPath, [compiler, '-p', join(this.folder, name), '--noCheck'], {
      all: true,
      reject: false,
    })
    if (exitCode !== 0) throw new Error(`${name} does not build:\n${all}`)
  }

  async buildAll(): Promise<void> {
    for (const name of PACKAGES) await this.build(name)
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text)
  }

  /** Runs the tests of one file whose titles hold one of the given texts. */
  async test(name: string, file: string, titles: readonly string[]): Promise<Verdict> {
    const cwd = join(this.folder, name)
    const report = join(cwd, 'guards.json')
    rmSync(report, { force: true })
    const program = join(this.root, 'node_modules', 'vitest', 'vitest.mjs')
    const args = ['run', file, '-t', titles.map(escaped).join('|'), '--reporter=json', `--outputFile=${report}`]
    const { all } = await execa(process.execPath, [program, ...args, '--testTimeout=20000', '--retry=0'], {
      cwd,
      all: true,
      reject: false,
      timeout: 120_000,
    })
    return { ...read(report), output: all ?? '' }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { fullName: string; status: string }[] }[]
}

function read(report: string): Omit<Verdict, 'output'> {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    const results = testResults.flatMap(({ assertionResults }) => assertionResults)
    const named = (status: string) => results.filter((one) => one.status === status).map(({ fullName }) => fullName)
    return { passed: named('passed'), failed: named('failed') }
  } catch {
    return { passed: [], failed: [] }
  }
}
