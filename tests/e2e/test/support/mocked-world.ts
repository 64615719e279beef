import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CliIo, runCli } from '@meantime/cli'
import { CLOCK, override } from '@meantime/core'
import { FakeMeantime, ManualClock, mswHandlers } from '@meantime/testkit'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'

export const SERVER = 'https://time.example.test'
const PASSWORD = 'correct-horse-battery'
const EMAIL = 'ada@example.org'
/** Shorter than any request's deadline. */
const LONGEST_WAIT_IN_A_RUN_MS = 10_000

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * The command line's own composition with a real database, in this process; only the network is mocked (MSW), and the
 * clock moves when the test says so.
 */
export class MockedWorld {
  readonly clock = new ManualClock()
  readonly server = new FakeMeantime({ clock: this.clock })
  readonly folder = mkdtempSync(join(tmpdir(), 'meantime-msw-'))
  readonly account = this.server.addAccount(EMAIL, PASSWORD)
  /** Everything that was printed. */
  printed = ''

  constructor() {
    const msw = setupServer(...mswHandlers(this.server, SERVER))
    msw.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => {
      msw.close()
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  get ledger() {
    return this.server.ledger(this.account.id)
  }

  /** Runs one command; then a minute passes, as it does between things that people type. */
  async cli(...argv: string[]): Promise<Ran> {
    const [stdout, stderr] = [sink(), sink()]
    const io: CliIo = {
      stdout,
      stderr,
      stdin: nothing(),
      env: { MEANTIME_DATA_DIR: this.folder, MEANTIME_TOKEN_STORE: 'file', MEANTIME_PASSWORD: PASSWORD },
    }
    const code = await runCli(argv, io, { overrides: [override(CLOCK, () => this.clock)] })
    this.printed += stdout.text() + stderr.text()
    this.clock.advance(60_000)
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  }

  /** Runs a command that may wait for a sick server: its waits pass at once, the deadlines of its requests do not. */
  async patiently(...argv: string[]): Promise<Ran> {
    const running = this.cli(...argv)
    let done = false
    void running.finally(() => {
      done = true
    })
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve))
      const next = this.clock.untilNext
      if (next !== undefined && next <= LONGEST_WAIT_IN_A_RUN_MS) this.clock.advance(next)
    }
    return running
  }

  signIn(): Promise<Ran> {
    return this.cli('login', '--server', SERVER, '--email', EMAIL)
  }

  async json(...argv: string[]): Promise<Record<string, unknown>> {
    return JSON.parse((await this.cli(...argv, '--json')).stdout) as Record<string, unknown>
  }
}

async function* nothing(): AsyncGenerator<string> {}

function sink() {
  const written: string[] = []
  return { write: (text: string) => void written.push(text), text: () => written.join('') }
}
