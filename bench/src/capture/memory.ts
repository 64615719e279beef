import { fileURLToPath } from 'node:url'
import { median } from '../measure.js'
import { Child } from '../queue/child.js'
import { atMost, count, type Findings } from '../report.js'
import type { MemoryFigures } from './memory-program.js'
import type { CaptureBenchOptions } from './options.js'

/** Resident memory over many shots, one after the other; what a minute's rest frees is not waited for. */
export async function memoryPart({ shots }: CaptureBenchOptions): Promise<Findings> {
  const program = fileURLToPath(new URL('memory-program.js', import.meta.url))
  const child = new Child<MemoryFigures | 'no Xvfb'>(program, [String(shots)])
  const figures = await child.next()
  await child.stop()
  if (figures === 'no Xvfb') return { sheets: [], goals: [] }
  const { before, resident } = figures
  const tenth = Math.max(1, Math.floor(resident.length / 10))
  // The first tenth fills what is kept for the next picture.
  const early = resident.slice(tenth, 2 * tenth)
  const last = resident.slice(-tenth)
  const mib = (bytes: number) => `${count(Math.round(bytes / 1024 / 1024))} MiB`
  const rows = [
    ['before the first', mib(before), ''],
    ['second tenth', mib(median(early)), mib(Math.max(...early))],
    ['last tenth', mib(median(last)), mib(Math.max(...last))],
    ['all', mib(median(resident)), mib(Math.max(...resident))],
  ]
  const title = `Resident memory over ${count(shots)} shots of 1080p, capture to spool`
  const growth = median(last) / median(early)
  return {
    sheets: [{ title, head: ['shots', 'median', 'most'], rows }],
    goals: [atMost(`memory over ${count(shots)} shots, last tenth to the second`, growth, 1.1)],
  }
}
