import { expect, test } from 'vitest'
import { activityItem, batchItem, MAX_ACTIVITY_MINUTES } from '../src/index.js'

const SAMPLE = {
  type: 'activity',
  id: '0195d3c0-1000-7000-8000-000000000001',
  entryId: '0195d3c0-1000-7000-8000-00000000e001',
  from: 1_767_603_600_000,
  minutes: [{ level: 'lots', app: 'Editor' }, { level: 'none' }, {}],
} as const

test('a sample is an item of a batch; what is unknown of a minute is left out', () => {
  expect(batchItem.parse(SAMPLE)).toEqual(SAMPLE)
})

test.each([
  ['no minute', { minutes: [] }],
  ['more than an hour', { minutes: Array.from({ length: MAX_ACTIVITY_MINUTES + 1 }, () => ({})) }],
  ['keys that were pressed', { minutes: [{ level: 'lots', keys: 'secret' }] }],
  ['a level of its own', { minutes: [{ level: 87 }] }],
  ['a token', { accessToken: 'x' }],
])('a sample with %s is refused', (_what, change) => {
  expect(activityItem.safeParse({ ...SAMPLE, ...change }).success).toBe(false)
})
