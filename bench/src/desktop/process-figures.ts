import { readFileSync } from 'node:fs'

/** Clock ticks per second, on every Linux that Node runs on. */
const TICKS = 100

/** What Linux knows of a process; elsewhere it cannot be measured. */
export const canMeasure = (): boolean => process.platform === 'linux'

/** ms of CPU that a process has used, in all its threads. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
}

/** MiB of memory that is its own or shared. */
export function rssMiB(pid: number): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}
