import { describe, expect, test } from 'vitest'
import { itemResult, MAX_BATCH_BYTES, MAX_BATCH_ITEMS, syncBatch, syncEnvelope, syncResult } from '../src/batch.js'
import { MESSAGES, START } from './samples.js'

const items = (count: number) => Array.from({ length: count }, () => START)

test('a batch carries 1 to 100 items and nothing else', () => {
  expect(syncBatch.safeParse({ items: items(1) }).success).toBe(true)
  expect(syncBatch.safeParse({ items: items(MAX_BATCH_ITEMS) }).success).toBe(true)
  expect(syncBatch.safeParse({ items: [] }).success).toBe(false)
  expect(syncBatch.safeParse({ items: items(MAX_BATCH_ITEMS + 1) }).success).toBe(false)
  expect(syncBatch.safeParse({ items: items(1), accessToken: 'x' }).success).toBe(false)
})

test('the largest batch of ordinary items is far below the byte limit', () => {
  const large = { ...START, description: 'x'.repeat(5000), project: 'x'.repeat(200) }
  const batch = { items: Array.from({ length: MAX_BATCH_ITEMS }, () => large) }
  expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(MAX_BATCH_BYTES)
})

test('one bad item makes a batch invalid for its sender, but not the envelope for the receiver', () => {
  const mixed = { items: [START, { id: 'anything', type: 'nonsense', accessToken: 'x' }] }
  expect(syncBatch.safeParse(mixed).success).toBe(false)
  expect(syncEnvelope.parse(mixed)).toEqual(mixed)
})

test.each([
  null,
  [],
  {},
  { items: null },
  { items: [] },
  { items: [null] },
  { items: [{}] },
  { items: [{ id: '' }] },
  { items: [{ id: 5 }] },
  { items: [{ id: 'x'.repeat(201) }] },
])('%j is no envelope: without ids nothing can be answered', (envelope) => {
  expect(syncEnvelope.safeParse(envelope).success).toBe(false)
})

test('every kind of message can go in one batch', () => {
  expect(syncBatch.parse({ items: Object.values(MESSAGES) }).items).toEqual(Object.values(MESSAGES))
})

describe('a result', () => {
  const problem = { code: 'entry-unknown', detail: 'The start has not arrived.' }

  test.each(['applied', 'duplicate'])('%s needs no reason', (status) => {
    expect(itemResult.parse({ id: 'a', status })).toEqual({ id: 'a', status })
  })

  test.each(['rejected', 'retry', 'blocked'])('%s needs a reason that a person can read', (status) => {
    expect(itemResult.safeParse({ id: 'a', status }).success).toBe(false)
    expect(itemResult.parse({ id: 'a', status, problem })).toEqual({ id: 'a', status, problem })
  })

  test('may grow members that an older client does not know', () => {
    expect(itemResult.parse({ id: 'a', status: 'applied', version: 7 })).toEqual({ id: 'a', status: 'applied' })
    expect(syncResult.parse({ results: [], serverTime: 1 })).toEqual({ results: [] })
  })

  test.each([-1, 0.5, '5'])('cannot ask to wait %j ms', (retryAfterMs) => {
    expect(itemResult.safeParse({ id: 'a', status: 'retry', problem, retryAfterMs }).success).toBe(false)
  })
})
