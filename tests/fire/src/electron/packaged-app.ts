import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../until.js'
import type { Packaged } from './packaged.js'
import { type Bench, childrenOf, chromiumWords, commandOf, runs, type TimerIs, timerIs } from './shell-app.js'

/** Of waiting beside what each look takes, until it is typed once more. */
const TYPED_MS = 5000

/** The packaged program as a person has it: nobody looks inside, there is its tray, its window and what is on the disk. */
export class PackagedApp {
  private constructor(
    private readonly bench: Bench,
    readonly folder: string,
    readonly process: ChildProcess,
    private readonly icon: string,
    /** What it printed. */
    readonly said: () => string,
  ) {}

  static async start(
    bench: Bench,
    { program }: Packaged,
    folder: string,
    { words = [], env = {} }: { readonly words?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
  ): Promise<PackagedApp> {
    const before = await bench.tray.icons()
    const process = spawn(program, [...chromiumWords(), ...words], { env: { ...homeless(bench, folder), ...env } })
    let said = ''
    for (const pipe of [process.stdout, process.stderr])
      pipe?.on('data', (text: Buffer) => {
        said += text
      })
    const icon = await bench.tray.newIcon(before)
    return new PackagedApp(bench, folder, process, icon, () => said)
  }

  click(label: string): Promise<void> {
    return this.bench.tray.click(this.icon, label)
  }

  trayShows(label: string): Promise<void> {
    return this.bench.tray.shows(this.icon, label)
  }

  timerIs(...is: TimerIs): Promise<void> {
    return timerIs(this.folder, ...is)
  }

  /**
   * Types what is worked on, as a person does, and again where nobody took it: nothing tells from outside that the page is
   * there to take keys. What was typed before is typed over.
   */
  async startByKeys(description: string): Promise<void> {
    const { session } = this.bench
    const window = await until('its window is on the screen', () =>
      session.find(['search', '--onlyvisible', '--name', '^Meantime$']),
    )
    await until(
      `“${description}”, which was typed, is being worked on`,
      async () => {
        session.say('xdotool', ['windowactivate', '--sync', window])
        for (const words of [
          ['key', 's'],
          ['key', 'ctrl+a'],
          ['type', description],
          ['key', 'Return'],
        ])
          session.say('xdotool', words)
        return this.timerIs('running', description, TYPED_MS).then(
          () => true,
          () => false,
        )
      },
      10 * TYPED_MS,
    )
  }

  get pid(): number {
    return this.process.pid ?? 0
  }

  /** The agent's process: its pid, its program, and whatever of `folder` it has in its memory. */
  async agent(folder: string): Promise<{ pid: number; program: string; uses: readonly string[] }> {
    const pid = await until('the shell has an agent', () =>
      childrenOf(this.pid).find((one) => commandOf(one).includes(join('agent', 'dist', 'main.js'))),
    )
    const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')
    return {
      pid,
      program: readlinkSync(`/proc/${pid}/exe`),
      uses: maps.filter((line) => line.includes(folder)),
    }
  }

  /** By its menu; nothing of it runs afterwards. */
  async quit(): Promise<void> {
    const { pid } = await this.agent('/')
    await this.click('Quit')
    await until('shell and agent are gone', () => !runs(this.pid) && !runs(pid), 60_000)
  }

  /** Whatever happened. */
  async end(): Promise<void> {
    if (!runs(this.pid)) return
    this.process.kill('SIGTERM')
    await until('it has ended', () => !runs(this.pid), 60_000)
  }
}

/** A computer with nothing on it that is a part of the program: no checkout, no Node, and no settings that tell where. */
export function homeless({ session }: Bench, folder: string): NodeJS.ProcessEnv {
  const env = Object.entries(session.env()).filter(([name]) => !/^(npm_|NODE|MEANTIME_|INIT_CWD|PNPM_)/i.test(name))
  return {
    ...Object.fromEntries(env),
    PATH: join(session.folder, 'nothing'),
    MEANTIME_DATA_DIR: folder,
    MEANTIME_TOKEN_STORE: 'file',
  }
}
