import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CliIo, runCli } from '@meantime/cli'
import { CLOCK, override } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { OlderServer, olderServerHandlers } from '@meantime/testkit/older-server'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'
import type { Ran } from './mocked-world.js'

const HOST = 'https://hubnity.example.test'
export const HUBNITY = `${HOST}/api/v1`
const PASSWORD = 'correct-horse-battery'
const EMAIL = 'ada@example.org'

/** The command line's own composition against an older server, mocked (MSW); the clock moves when the test says so. */
export class HubnityWorld {
  readonly clock = new ManualClock()
  readonly older = new OlderServer({ clock: this.clock })
  readonly user = this.older.addUser(EMAIL, { password: PASSWORD })
  readonly project = this.older.addProject('Website')
  readonly folder = mkdtempSync(join(tmpdir(), 'meantime-msw-'))
  /** Everything that was printed. */
  printed = ''

  constructor() {
    const nothingThere = http.all(`${HOST}/*`, () => HttpResponse.json({ message: 'Not Found' }, { status: 404 }))
    const msw = setupServer(...olderServerHandlers(this.older, HUBNITY), nothingThere)
    msw.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => {
      msw.close()
      rmSync(this.folder, { recursive: true, force: true })
    })
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
    const code = await runCli([...argv, '--no-sync'], io, { overrides: [override(CLOCK, () => this.clock)] })
    this.printed += stdout.text() + stderr.text()
    this.clock.advance(60_000)
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  }

  signIn(server = HUBNITY): Promise<Ran> {
    return this.cli('login', '--server', server, '--email', EMAIL)
  }

  get rows() {
    return this.older.entriesOf(this.user)
  }
}

async function* nothing(): AsyncGenerator<string> {}

function sink() {
  const written: string[] = []
  return { write: (text: string) => void written.push(text), text: () => written.join('') }
}
