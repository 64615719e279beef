import type { PartOptions } from './run-parts.js'

/** For parseArgs: the words that every bench knows. */
export const PART_WORDS = {
  only: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
} as const

export const partOptions = ({ only, json, strict }: { only: string; json: boolean; strict: boolean }): PartOptions => ({
  json,
  strict,
  only: only.split(',').filter((word) => word !== ''),
})

/** Throws with a sentence. */
export function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number above 0`)
  return number
}
