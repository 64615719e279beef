import { copyFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type AccountId,
  type BatchResult,
  type ClaimedTask,
  type Outcome,
  type TaskId,
  type Transport,
  TransportError,
  type TransportFailure,
} from '@meantime/core'
import { ManualClock, seededRandom } from '@meantime/testkit'
import { fastFolder } from '../model/fast-folder.js'
import { type Program, startProgram } from '../model/program.js'

export const ANN = 'ann' as AccountId
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const YEAR = 365 * DAY

/** Answers as it is told to, counts what it answered, and gives each task its effect once. */
export class FarSide implements Transport {
  readonly effects = new Map<TaskId, ClaimedTask>()
  readonly answers = new Map<TaskId, number>()
  /** What the next requests meet, one each; afterwards everything is taken. */
  readonly mood: ((task: ClaimedTask) => Outcome)[] = []
  readonly failures: (readonly [TransportFailure, number | undefined])[] = []
  requests = 0

  async send(tasks: readonly ClaimedTask[]): Promise<BatchResult> {
    this.requests += 1
    const failure = this.failures.shift()
    if (failure) {
      const [kind, retryAfterMs] = failure
      const told = retryAfterMs === undefined ? {} : { retryAfterMs }
      throw new TransportError({ failure: kind, message: `The test says ${kind}.`, ...told })
    }
    const mood = this.mood.shift()
    const outcomes = new Map(tasks.map((task) => [task.id, mood?.(task) ?? this.take(task)]))
    for (const [id, { kind }] of outcomes) if (kind !== 'blocked') this.answers.set(id, (this.answers.get(id) ?? 0) + 1)
    return { outcomes, bytes: 1 }
  }

  private take(task: ClaimedTask): Outcome {
    if (this.effects.has(task.id)) return { kind: 'duplicate' }
    this.effects.set(task.id, task)
    return { kind: 'applied' }
  }
}

export interface Computer {
  readonly clock: ManualClock
  readonly far: FarSide
  readonly program: Program
  readonly random: () => number
  /** A whole number within both bounds. */
  between(least: number, most: number): number
  /** Another program on the same file. */
  another(): Promise<Program>
}

export interface Setting {
  readonly template: string
  readonly seed: number
  readonly background?: boolean
  readonly now?: number
  readonly zone?: string
}

/** A computer of its own for one scenario, cleared away afterwards. */
export async function onComputer<T>(setting: Setting, scenario: (computer: Computer) => Promise<T>): Promise<T> {
  const folder = fastFolder()
  const file = join(folder, 'meantime.db')
  copyFileSync(setting.template, file)
  const { seed, background = false } = setting
  const clock = new ManualClock(setting.now ?? Date.UTC(2026, 0, 5, 9), setting.zone ?? 'UTC')
  const far = new FarSide()
  const random = seededRandom(seed)
  const person = { account: ANN, token: 1 }
  const programs: Program[] = []
  const another = async (count = programs.length + 1) => {
    const program = await startProgram({ file, clock, person, transport: far, seed, count, background })
    programs.push(program)
    return program
  }
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  try {
    return await scenario({ clock, far, random, between, another: () => another(), program: await another() })
  } finally {
    for (const { app } of programs) await app.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Small jumps as likely as large ones, up to a year, in both directions. */
export function anyJump({ random }: Computer): number {
  const size = SECOND * (YEAR / SECOND) ** random()
  return Math.round(random() < 0.5 ? -size : size)
}
