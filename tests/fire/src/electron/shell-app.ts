import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ELECTRON_APP } from '@meantime/desktop'
import { meantime } from '@meantime/tools'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { must } from '../model/violation.js'
import { until } from '../until.js'
import type { DesktopSession } from './desktop-session.js'
import type { Notifications } from './notifications.js'
import type { Packaged } from './packaged.js'
import { AWAITS_DRIVER } from './runtime.js'
import type { TrayHost } from './tray-menu.js'

export interface Bench {
  readonly session: DesktopSession
  readonly tray: TrayHost
  readonly notifications: Notifications
  /** The folder of the real Electron. */
  readonly runtime: string
  /** The app as electron-builder packs it; made when it is first asked for. */
  packaged(): Packaged
}

export interface AppOptions {
  /** @default a new one */
  readonly folder?: string
  /** The settings file. @default none */
  readonly settings?: object
}

/** What `meantime status --json` says of the timer. */
interface Timer {
  readonly id: string
  readonly state: string
  readonly description: string
  readonly workedMs: number
}

/** A busy computer's start takes a few seconds. */
const START_MS = 60_000

export const dataFolder = (): string => mkdtempSync(join(tmpdir(), 'meantime-electron-'))

/** The built app in a real Electron, with the real agent, on a data folder. */
export class ShellApp {
  private constructor(
    private readonly bench: Bench,
    readonly folder: string,
    readonly electron: ElectronApplication,
    /** Asked for once: Playwright forgets the process when it has ended. */
    readonly pid: number,
    readonly page: Page,
    readonly icon: string,
  ) {}

  static async start(bench: Bench, { folder = dataFolder(), settings }: AppOptions = {}): Promise<ShellApp> {
    if (settings) writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
    const before = await bench.tray.icons()
    const electron = await launchApp(bench, folder)
    const page = await electron.firstWindow()
    const app = new ShellApp(
      bench,
      folder,
      electron,
      electron.process().pid ?? 0,
      page,
      await bench.tray.newIcon(before),
    )
    await until('the agent answers', async () => (await app.ask('state')).ok === true)
    return app
  }

  /** By the preload, as the page does. */
  ask(
    name: string,
    input: unknown = {},
  ): Promise<{ readonly ok?: boolean; readonly value?: unknown; readonly problem?: { readonly code: string } }> {
    const run = ([operation, words]: readonly [string, unknown]) =>
      (globalThis as unknown as { meantime: { ask(name: string, input: unknown): Promise<never> } }).meantime.ask(
        operation,
        words,
      )
    return this.page.evaluate(run, [name, input] as const)
  }

  async value(name: string, input: unknown = {}): Promise<unknown> {
    const answer = await this.ask(name, input)
    must(answer.ok === true, () => `${name} was refused: ${JSON.stringify(answer.problem)}`)
    return answer.value
  }

  /** Past the first run, to the screen of today. */
  async settle(): Promise<void> {
    await this.value('finishFirstRun')
    await this.page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  }

  timerIs(...is: TimerIs): Promise<void> {
    return timerIs(this.folder, ...is)
  }

  /** The real command line on the same folder. */
  async cli(...words: string[]): Promise<void> {
    const { exitCode, stderr } = await meantime(this.folder, words)
    must(exitCode === 0, () => `meantime ${words.join(' ')} ended with ${exitCode}: ${stderr}`)
  }

  click(label: string): Promise<void> {
    return this.bench.tray.click(this.icon, label)
  }

  trayShows(label: string): Promise<void> {
    return this.bench.tray.shows(this.icon, label)
  }

  /** Whether the window is on the screen. */
  visible(): Promise<boolean> {
    return this.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((one) => one.isVisible()))
  }

  /** What the window says, also when Playwright has lost it with its process. */
  text(): Promise<string> {
    return this.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
    ) as Promise<string>
  }

  /** The agent's process. */
  agentPid(): number {
    const pid = childrenOf(this.pid).find((one) => commandOf(one).includes('agent/dist/main.js'))
    must(pid !== undefined, 'the shell has no agent')
    return pid
  }

  /** As from the menu; also takes the folder away. */
  async end({ keep = false } = {}): Promise<void> {
    await this.electron.close().catch(() => undefined)
    if (!keep) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** For Playwright to drive. */
export const launchApp = (bench: Pick<Bench, 'session' | 'runtime'>, folder: string): Promise<ElectronApplication> =>
  _electron.launch({
    executablePath: join(bench.runtime, 'electron'),
    args: [...chromiumWords(), ELECTRON_APP],
    // Playwright would leave it out for everybody.
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...environment(bench, folder), [AWAITS_DRIVER]: '1' },
    timeout: START_MS,
  })

/** The open entry, as another program reads it from the disk. */
export async function timer(folder: string): Promise<Timer | null> {
  const { stdout, stderr } = await meantime(folder, ['status', '--json'])
  must(stdout.trim() !== '', () => `meantime status said nothing: ${stderr}`)
  return (JSON.parse(stdout) as { entry: Timer | null }).entry
}

export type TimerIs = readonly [
  state: 'running' | 'paused' | 'stopped',
  description?: string,
  /** @default that of `until` */
  patienceMs?: number,
]

export async function timerIs(folder: string, ...[state, description, patienceMs]: TimerIs): Promise<void> {
  const holds = async () => {
    const now = await timer(folder)
    return (now?.state ?? 'stopped') === state && (description === undefined || now?.description === description)
  }
  await until(`the timer is ${state}, as the command line sees it`, holds, patienceMs)
}

/** One more start, as from the menu of programs. */
export function startAgain(bench: Bench, folder: string, args: readonly string[] = []): ChildProcess {
  return spawn(join(bench.runtime, 'electron'), [...chromiumWords(), ELECTRON_APP, ...args], {
    env: environment(bench, folder),
    stdio: 'ignore',
  })
}

export const environment = ({ session }: Pick<Bench, 'session'>, folder: string): Record<string, string> => ({
  ...(session.env() as Record<string, string>),
  MEANTIME_DATA_DIR: folder,
  MEANTIME_NODE: process.execPath,
  MEANTIME_TOKEN_STORE: 'file',
})

/** Chromium's sandbox refuses root, and nobody else; without a graphics driver its start sometimes waits for ever. */
export const chromiumWords = (): readonly string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
]

export function runs(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

export const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => parentOf(one) === pid)

export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}
