import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Random } from '@meantime/core'
import { POINTS, type Role } from './failpoints.js'

export interface SlotOptions {
  readonly role: Role
  readonly random: Random
  /** Points that no child has died at yet, of all slots. */
  readonly todo: Set<string>
  readonly env: () => Readonly<Record<string, string>>
  /** Longest life after the child is ready, in ms. */
  readonly lifeMs: number
  /** A point kills when it is reached for the first to at most this time. */
  readonly times: number
}

/** Keeps one child alive and kills it, again and again: at a named point, at any moment, or while it starts. */
export class Slot {
  /** What children said that ended by themselves: each is a failure. */
  readonly crashes: string[] = []
  kills = 0
  private child: ChildProcess | undefined
  private over = false

  constructor(private readonly options: SlotOptions) {}

  async run(onKill: () => void): Promise<void> {
    while (!this.over) {
      await this.live()
      if (this.over) return
      this.kills += 1
      onKill()
    }
  }

  async end(): Promise<void> {
    this.over = true
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await gone
  }

  private async live(): Promise<void> {
    const { random, lifeMs } = this.options
    const point = this.point()
    const child = this.spawn(point)
    const ending = new AbortController()
    const gone = once(child, 'exit').finally(() => ending.abort())
    const ready = once(child, 'message', { signal: ending.signal }).catch(() => undefined)
    if (point === undefined && random() < 0.15) await wait(random() * 500, ending.signal)
    else {
      await ready
      await wait(point === undefined ? random() * lifeMs : lifeMs * 4, ending.signal)
    }
    child.kill('SIGKILL')
    await gone
    if (child.signalCode !== 'SIGKILL')
      this.crashes.push(`${this.options.role} ended with ${child.exitCode}: ${said(child)}`)
    else if (point !== undefined && child.killed === false) this.options.todo.delete(keyOf(this.options.role, point))
  }

  /** Two of three lives end at a named point, one that nobody has reached yet when there is such a one. */
  private point(): string | undefined {
    const { role, random, todo } = this.options
    if (random() < 0.34) return undefined
    const left = POINTS[role].filter((point) => todo.has(keyOf(role, point)))
    const choice = left.length > 0 ? left : POINTS[role]
    return choice[Math.floor(random() * choice.length)]
  }

  private spawn(point: string | undefined): ChildProcess {
    const { role, random, env } = this.options
    const script = fileURLToPath(new URL(`${role}.js`, import.meta.url))
    const times = point !== undefined && RARE.test(point) ? 1 : 1 + Math.floor(random() * this.options.times)
    const failpoint = point === undefined ? {} : { MEANTIME_FAILPOINT: `${point}@${times}` }
    const seed = String(Math.floor(random() * 2 ** 31))
    this.child = fork(script, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, MEANTIME_SEED: seed, ...failpoint, ...env() },
    })
    listen(this.child)
    return this.child
  }
}

/** What happens about once in a child's life. */
const RARE = /^(refresh|save-tokens|relock|retry):/

export const keyOf = (role: Role, point: string): string => `${role} ${point}`

const spoken = new WeakMap<ChildProcess, string>()
const said = (child: ChildProcess): string => spoken.get(child) ?? ''
function listen(child: ChildProcess): void {
  child.stderr?.setEncoding('utf8').on('data', (text: string) => spoken.set(child, said(child) + text))
}

const wait = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal }).catch(() => undefined)
