import { fileURLToPath } from 'node:url'
import { median } from '../measure.js'
import { Child } from '../queue/child.js'
import { atMost, count, type Findings, type Goal, times } from '../report.js'
import type { CaptureBenchOptions } from './options.js'
import { SIZES } from './scene.js'
import type { ShotFigures } from './shot-program.js'

/** From the screen to the spool, against the bare calls; what it costs a computer at one shot a minute. */
export async function shotPart({ repetitions }: CaptureBenchOptions): Promise<Findings> {
  const rows: string[][] = []
  const goals: Goal[] = []
  for (const { name } of SIZES) {
    const child = new Child<ShotFigures | 'no Xvfb'>(fileURLToPath(new URL('shot-program.js', import.meta.url)), [
      name,
      String(repetitions),
    ])
    const figures = await child.next()
    await child.stop()
    if (figures === 'no Xvfb') {
      const met = false
      goals.push({
        name: `${name}, screen to spool`,
        wanted: 'an Xvfb (Debian: apt-get install xvfb)',
        measured: 'none',
        met,
      })
      continue
    }
    const ratio = median(figures.ours.map((seconds, round) => seconds / (figures.bare[round] ?? Number.NaN)))
    const { late } = figures
    rows.push([
      name,
      ms(median(figures.ours)),
      ms(median(figures.bare)),
      times(ratio),
      `${count(Math.round(figures.bytes / 1000))} kB`,
      `${late.p50.toFixed(1)} / ${late.p99.toFixed(1)} / ${late.max.toFixed(1)} ms`,
      ms(figures.processor),
      `${((figures.processor / 60) * 100).toFixed(2)} %`,
    ])
    if (name === '1080p') goals.push(atMost('1080p, screen to spool, to the bare calls', ratio, 1.5))
    goals.push(atMost(`${name}, event loop late while shots are taken, p99`, late.p99, 20, 'ms'))
  }
  const head = [
    'screen',
    'ours',
    'bare calls',
    'ratio',
    'bytes',
    'loop late p50/p99/max',
    'processor',
    'of a core, 1 a minute',
  ]
  return { sheets: [{ title: 'From the screen to the spool (JPEG q70, full size)', head, rows }], goals }
}

const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`
