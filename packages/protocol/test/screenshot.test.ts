import { expect, test } from 'vitest'
import { batchItem, MAX_BLOB_BYTES, screenshotItem } from '../src/index.js'

const SHOT = {
  type: 'screenshot',
  id: '0195d3c0-1000-7000-8000-000000000001',
  entryId: '0195d3c0-1000-7000-8000-00000000e001',
  takenAt: 1_767_603_600_000,
  sha256: 'a'.repeat(64),
  bytes: 200_000,
  mediaType: 'image/webp',
} as const

test('a screenshot is an item of a batch, with its monitor or without', () => {
  expect(batchItem.parse(SHOT)).toEqual(SHOT)
  expect(batchItem.parse({ ...SHOT, monitor: 'DP-1' })).toMatchObject({ monitor: 'DP-1' })
})

test.each([
  ['a hash in capitals', { sha256: 'A'.repeat(64) }],
  ['half a hash', { sha256: 'a'.repeat(32) }],
  ['no content', { bytes: 0 }],
  ['more than anybody takes', { bytes: MAX_BLOB_BYTES + 1 }],
  ['a type that is no picture', { mediaType: 'text/html' }],
  ['a token', { accessToken: 'x' }],
  ['the picture itself', { imageData: 'iVBORw0KGgo=' }],
])('a screenshot with %s is refused', (_what, change) => {
  expect(screenshotItem.safeParse({ ...SHOT, ...change }).success).toBe(false)
})
