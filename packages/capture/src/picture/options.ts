import { MeantimeError } from '@meantime/core'
import type { PictureOptions } from './picture.js'

/** With its defaults. Throws a MeantimeError (BAD_PICTURE_OPTIONS) when a number is out of its range. */
export function pictureOptions({
  format = 'jpeg',
  quality = 70,
  maxWidth = 1920,
}: PictureOptions): Required<PictureOptions> {
  if (!isWhole(quality, 1, 100)) throw bad(`A picture's quality is a whole number from 1 to 100, not ${quality}.`)
  if (!isWhole(maxWidth, 1, 16_384)) throw bad(`A picture's width is a whole number from 1 to 16384, not ${maxWidth}.`)
  if (format !== 'jpeg' && format !== 'webp') throw bad(`A picture's format is jpeg or webp, not ${String(format)}.`)
  return { format, quality, maxWidth }
}

const isWhole = (value: number, from: number, to: number): boolean =>
  Number.isSafeInteger(value) && value >= from && value <= to

const bad = (message: string): MeantimeError =>
  new MeantimeError({
    code: 'BAD_PICTURE_OPTIONS',
    kind: 'input',
    message,
    safe: 'Your time is tracked all the same.',
    hint: 'Correct the setting.',
  })
