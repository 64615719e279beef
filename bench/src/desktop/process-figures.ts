import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Clock ticks per second, on every Linux that Node runs on. */
const TICKS = 100

/** What Linux knows of a process; elsewhere it cannot be measured. */
export const canMeasure = (): boolean => process.platform === 'linux'

/** ms of CPU that a process has used, in all its threads. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
}

/** MiB of memory; of what several processes share each counts its part, so that they can be added up. */
export const memoryMiB = (pids: readonly number[]): number => sum(pids.map((pid) => sizeMiB(pid, 'Pss')))

/** MiB of memory of one process with all that it shares, so that nobody else's number makes it smaller. */
export const wholeMiB = (pid: number): number => sizeMiB(pid, 'Rss')

function sizeMiB(pid: number, which: 'Pss' | 'Rss'): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(new RegExp(`^${which}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024
}

export interface Figures {
  /** CPU, of one core. */
  readonly percent: number
  readonly miB: number
}

/** What each group of processes takes while nothing happens for so long. */
export async function watch<K extends string>(
  groups: Readonly<Record<K, readonly number[]>>,
  seconds: number,
): Promise<Record<K, Figures>> {
  const used = () => Object.values<readonly number[]>(groups).map((pids) => sum(pids.map(cpuMs)))
  const before = used()
  await delay(seconds * 1000)
  const after = used()
  const figures = Object.entries<readonly number[]>(groups).map(([name, pids], n) => {
    const percent = ((after[n] ?? 0) - (before[n] ?? 0)) / (seconds * 10)
    return [name, { percent, miB: memoryMiB(pids) }]
  })
  return Object.fromEntries(figures) as Record<K, Figures>
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
