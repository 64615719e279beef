import { expect, test } from 'vitest'
import { parseRetryAfter } from '../../src/http/index.js'

const NOW = Date.UTC(2026, 0, 5, 9, 0, 0)

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7000],
  ['Mon, 05 Jan 2026 09:01:00 GMT', 60_000],
  ['Monday, 05-Jan-26 09:01:00 GMT', 60_000],
  ['Mon Jan  5 09:01:00 2026', 60_000],
  ['Mon, 05 Jan 2026 08:59:00 GMT', 0],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('"%s" is %d ms', (header, ms) => {
  expect(parseRetryAfter(header, NOW)).toBe(ms)
})

test.each([
  undefined,
  '',
  '-5',
  '1.5',
  '1e3',
  'soon',
  '2026-01-05T09:01:00Z',
  'Mon, 99 Foo 2026 09:01:00 GMT',
  '9'.repeat(400),
])('garbage is ignored: %s', (header) => {
  expect(parseRetryAfter(header, NOW)).toBeUndefined()
})
