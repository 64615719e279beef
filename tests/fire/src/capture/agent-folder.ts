import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AccountId,
  type App,
  coreServices,
  createApp,
  LOCAL_ACCOUNT,
  runs,
  SHOT_KEEPER,
  SHOT_LEDGER,
  type Shot,
  STATE_STORE,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { dataPaths, fileProfiles } from '@meantime/settings'
import { fileSpool, keyInFile } from '@meantime/spool'
import { execa } from 'execa'
import { must } from '../model/violation.js'
import { until } from '../until.js'

const BIN = fileURLToPath(new URL('../../../../apps/cli/bin/meantime.js', import.meta.url))

/** The shortest there is, and nobody at a display without a mouse gives a sign of life. */
const SETTINGS = {
  MEANTIME_SCREENSHOT_INTERVAL: '1',
  MEANTIME_SCREENSHOT_COOLING_OFF: '1',
  MEANTIME_IDLE_LIMIT: '1440',
  MEANTIME_TOKEN_STORE: 'file',
  NO_COLOR: '1',
}

export interface FolderOptions {
  readonly display: NodeJS.ProcessEnv
  /** @default false */
  readonly delivers?: boolean
}

/** A data folder, the real command line on it, and a look at its ledger that no agent knows of. */
export class AgentFolder {
  private readonly agents = new Set<ChildProcess>()

  private constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly app: App,
  ) {}

  static async open({ display, delivers = false }: FolderOptions): Promise<AgentFolder> {
    const folder = mkdtempSync(join(tmpdir(), 'meantime-agent-'))
    const paths = dataPaths(folder)
    const spool = fileSpool({ folder: join(folder, 'spool'), key: keyInFile({ folder }) })
    const plugins = [
      coreServices(),
      sqliteQueue({ file: paths.database }),
      fileProfiles({ file: paths.profile }),
      spool,
    ]
    const app = createApp({ plugins })
    await app.start(SHOT_LEDGER, SHOT_KEEPER, STATE_STORE)
    const own = { MEANTIME_DATA_DIR: folder, MEANTIME_AUTO_SYNC: delivers ? '1' : '0' }
    return new AgentFolder(folder, { ...display, ...SETTINGS, ...own }, app)
  }

  async cli(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.try(args)
    must(exitCode === 0, `meantime ${args.join(' ')} ended with ${exitCode}: ${stderr}`)
    return stdout
  }

  async login(server: string): Promise<AccountId> {
    const words = [
      'login',
      '--server',
      server,
      '--email',
      'ann@example.org',
      '--register',
      '--password-stdin',
      '--json',
    ]
    const { stdout, stderr } = await this.try(words, 'correct-horse-battery')
    must(stdout !== '', `signing in failed: ${stderr}`)
    return (JSON.parse(stdout) as { account: { id: AccountId } }).account.id
  }

  async status(): Promise<{ on: boolean; agent: boolean }> {
    return JSON.parse(await this.cli('screenshots', 'status', '--json'))
  }

  /** In the foreground of nothing; as if somebody had typed it. */
  startAgent(): ChildProcess {
    const agent = spawn(process.execPath, [BIN, 'agent'], { env: this.env, stdio: 'ignore' })
    this.agents.add(agent)
    return agent
  }

  async kill(agent: ChildProcess): Promise<void> {
    const gone = new Promise((resolve) => agent.once('exit', resolve))
    agent.kill('SIGKILL')
    await gone
    this.agents.delete(agent)
  }

  /** Of the agent that the command line started on its own. */
  async detachedPid(): Promise<number | undefined> {
    return (await this.app.get(STATE_STORE).get<{ pid: number }>('agent'))?.pid
  }

  /** Oldest first. */
  async shots(account: AccountId = LOCAL_ACCOUNT): Promise<readonly Shot[]> {
    return [...(await this.app.get(SHOT_LEDGER).list({ account, limit: 1000 }))].reverse()
  }

  picture(shot: Shot): Promise<Uint8Array | undefined> {
    return this.app.get(SHOT_KEEPER).read(shot)
  }

  async end(): Promise<void> {
    for (const agent of this.agents) await this.kill(agent)
    await this.try(['screenshots', 'off'])
    // One that the command line started: what is held here would keep it.
    const pid = (await this.status()).agent ? await this.detachedPid() : undefined
    if (pid !== undefined && runs(pid)) {
      process.kill(pid)
      await until('the agent has ended', () => !runs(pid))
    }
    await this.app.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private try(args: readonly string[], input?: string) {
    const stdin = input === undefined ? { stdin: 'ignore' as const } : { input }
    return execa(process.execPath, [BIN, ...args], { reject: false, extendEnv: false, env: this.env, ...stdin })
  }
}
