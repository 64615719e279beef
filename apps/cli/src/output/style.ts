import type { GlobalFlags } from '../flags.js'
import type { CliIo } from '../io.js'

type Paint = (text: string) => string

export interface Style {
  readonly strong: Paint
  readonly faint: Paint
  readonly good: Paint
  readonly bad: Paint
}

/** Colours only for a person at a terminal who has not declined them (--no-color, NO_COLOR; see no-color.org). */
export function styleFor({ stdout, env }: CliIo, { color }: Pick<GlobalFlags, 'color'>): Style {
  const on = color && stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
  const paint = (from: number, to: number): Paint =>
    on ? (text) => `\u001B[${from}m${text}\u001B[${to}m` : (text) => text
  return { strong: paint(1, 22), faint: paint(2, 22), good: paint(32, 39), bad: paint(31, 39) }
}
