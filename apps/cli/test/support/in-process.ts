import { CLOCK, type Override, override } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { type CliIo, runCli } from '../../src/index.js'
import { temporaryFolder } from './folder.js'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Desk {
  readonly folder: string
  readonly clock: ManualClock
  /** What would have been run detached. */
  readonly detached: (readonly string[])[]
  run(...argv: string[]): Promise<Ran>
  /** Runs with --json and gives the document. */
  json(...argv: string[]): Promise<Record<string, unknown>>
}

export interface DeskOptions {
  readonly clock?: ManualClock
  readonly env?: Record<string, string>
  readonly io?: Partial<CliIo>
  readonly overrides?: readonly Override[]
}

/** The real commands and the real database in a folder of its own, in this process, on a clock that the test moves. */
export async function desk({
  clock = new ManualClock(),
  env = {},
  io = {},
  overrides = [],
}: DeskOptions = {}): Promise<Desk> {
  const folder = await temporaryFolder()
  const detached: (readonly string[])[] = []
  const run = async (...argv: string[]): Promise<Ran> => {
    const [stdout, stderr] = [sink(), sink()]
    const outside: CliIo = {
      stdout,
      stderr,
      stdin: bytes(''),
      env: { MEANTIME_DATA_DIR: folder, MEANTIME_TOKEN_STORE: 'memory', ...env },
      runDetached: (args) => void detached.push(args),
      ...io,
    }
    const code = await runCli(argv, outside, { overrides: [override(CLOCK, () => clock), ...overrides] })
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  }
  const json = async (...argv: string[]) => {
    const { stdout, stderr } = await run(...argv, '--json')
    return JSON.parse(stdout || stderr) as Record<string, unknown>
  }
  return { folder, clock, detached, run, json }
}

export async function* bytes(...chunks: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* chunks
}

export function sink() {
  const written: string[] = []
  return { write: (text: string) => void written.push(text), text: () => written.join('') }
}
