import { expect, test } from 'vitest'
import { isUnchanged, pictureHash } from '../../src/picture/hash.js'
import type { PictureHash } from '../../src/picture/picture.js'
import { BLUE, box, type Colour, fill, frameOf, ORANGE } from './drawing.js'

const WHITE: Colour = [255, 255, 255]
const BLACK: Colour = [0, 0, 0]

/** A white page with lines of text, each as long as `lengths` says. */
function page(lengths: readonly number[], width = 1280, height = 720): Uint8Array {
  const { pixels } = frameOf(width, height)
  fill(pixels, width, box(0, 0, width, height), WHITE)
  for (const [line, length] of lengths.entries())
    for (let x = 0; x < length; x += 3) fill(pixels, width, box(20 + x, 20 + line * 16, 1, 10), BLACK)
  return pixels
}

const hash = (pixels: Uint8Array): PictureHash => pictureHash(pixels, 1280, 720)
const lines = (seed: number, count = 40) => Array.from({ length: count }, (_, at) => 200 + ((at * seed) % 17) * 55)

test('the same picture is unchanged', () => {
  expect(isUnchanged(hash(page(lines(7))), hash(page(lines(7))))).toBe(true)
})

test('a blinking cursor or a clock that goes on is no change', () => {
  const later = page(lines(7))
  fill(later, 1280, box(700, 300, 2, 14), BLACK)
  fill(later, 1280, box(1220, 4, 6, 10), BLACK)
  expect(isUnchanged(hash(page(lines(7))), hash(later))).toBe(true)
})

test('another page of text, a window that opens and a page that is longer are changes', () => {
  const before = hash(page(lines(7)))
  const dialog = page(lines(7))
  fill(dialog, 1280, box(400, 200, 400, 250), [225, 225, 230])
  expect(isUnchanged(before, hash(page(lines(5))))).toBe(false)
  expect(isUnchanged(before, hash(dialog))).toBe(false)
  expect(isUnchanged(before, hash(page(lines(7, 20))))).toBe(false)
})

test('plain screens of different colours are different', () => {
  const plain = (colour: Colour) => hash(frameOf(1280, 720, [[box(0, 0, 1280, 720), colour]]).pixels)
  expect(isUnchanged(plain(BLUE), plain(ORANGE))).toBe(false)
  expect(isUnchanged(plain([200, 0, 0]), plain([0, 102, 0]))).toBe(false)
  expect(isUnchanged(plain(BLUE), plain(BLUE))).toBe(true)
})

test('small pictures have a hash too, and what is no hash is a change', () => {
  const tiny = pictureHash(frameOf(1, 1).pixels, 1, 1)
  expect(tiny).toMatch(/^[0-9a-f]{166}$/)
  expect(isUnchanged(tiny, '' as PictureHash)).toBe(false)
})
