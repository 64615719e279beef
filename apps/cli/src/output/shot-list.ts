import type { Shot } from '@meantime/core'
import { dayOf } from '@meantime/core/day'
import { oneLine } from './printable.js'
import { type ShotContext, shotWords, sizeWords } from './shot-words.js'
import type { Style } from './style.js'
import { wrapped } from './wrapped.js'

const WIDTH = 80
const SCREEN = 12
const PIXELS = 9
const BYTES = 7
/** As many letters of an id as tell one from another. */
const SHORT_ID = 8

export interface ShotLine {
  readonly shot: Shot
  readonly context: ShotContext
}

/** For people only: a heading for each day, a line for each moment, no wider than 80 columns. */
export function shotList(lines: readonly ShotLine[], zone: string, style: Style): string {
  const days = new Map<string, string[]>()
  const screens = Math.min(SCREEN, Math.max(0, ...lines.map(({ shot }) => [...screenOf(shot)].length)))
  for (const { shot, context } of lines) {
    const day = dayOf(shot.takenAt, zone)
    const heading = style.strong(context.time.day(day))
    days.set(day, [...(days.get(day) ?? [heading]), line(shot, context, screens)])
  }
  return [...days.values()].map((ofDay) => ofDay.join('\n')).join('\n\n')
}

function line(shot: Shot, context: ShotContext, screens: number): string {
  const [pixels, bytes] = sizeWords(shot)
  const columns = [
    `  ${context.time.clock(shot.takenAt)}`,
    ...(screens > 0 ? [screenOf(shot).padEnd(screens)] : []),
    pixels.padEnd(PIXELS),
    bytes.padStart(BYTES),
    shot.id.slice(-SHORT_ID),
  ].join('  ')
  const [first = '', ...more] = wrapped(shotWords(shot, context), WIDTH - columns.length - 2)
  const indent = ' '.repeat(columns.length + 2)
  return [`${columns}  ${first}`, ...more.map((words) => indent + words)].join('\n')
}

const screenOf = ({ monitor = '' }: Shot): string => oneLine(monitor, SCREEN)
