import { Secret } from '@meantime/core'
import { expect, test } from 'vitest'
import { readOutcomes } from '../src/outcomes.js'

const problem = { code: 'entry-unknown', detail: 'No such entry.' }
const read = (results: unknown, ...asked: string[]) => readOutcomes({ results }, new Set(asked), [])

test('each kind of result becomes its outcome', () => {
  const results = [
    { id: 'a', status: 'applied' },
    { id: 'b', status: 'duplicate' },
    { id: 'c', status: 'rejected', problem },
    { id: 'd', status: 'retry', problem, retryAfterMs: 500 },
    { id: 'e', status: 'retry', problem },
    { id: 'f', status: 'blocked', problem },
  ]
  const reason = { code: 'entry-unknown', message: 'No such entry.' }
  expect([...(read(results, 'a', 'b', 'c', 'd', 'e', 'f') ?? [])]).toEqual([
    ['a', { kind: 'applied' }],
    ['b', { kind: 'duplicate' }],
    ['c', { kind: 'rejected', reason }],
    ['d', { kind: 'retry', afterMs: 500, reason }],
    ['e', { kind: 'retry', reason }],
    ['f', { kind: 'blocked', reason }],
  ])
})

test('results that nobody asked for are ignored, missing ones stay unknown', () => {
  const outcomes = read([{ id: 'x', status: 'applied' }], 'a')
  expect(outcomes?.size).toBe(0)
})

test('of two agreeing results the first counts; two that contradict leave the task unknown', () => {
  const outcomes = read(
    [
      { id: 'a', status: 'applied' },
      { id: 'a', status: 'duplicate' },
      { id: 'b', status: 'applied' },
      { id: 'b', status: 'rejected', problem },
      { id: 'b', status: 'applied' },
    ],
    'a',
    'b',
  )
  expect([...(outcomes ?? [])]).toEqual([['a', { kind: 'applied' }]])
})

test('one result that cannot be read spoils no other', () => {
  const results = [
    null,
    'x',
    { id: 'b', status: 'rejected' },
    { id: 'c', status: 'novel' },
    { id: 'a', status: 'applied' },
  ]
  expect([...(read(results, 'a', 'b', 'c')?.keys() ?? [])]).toEqual(['a'])
})

test.each([undefined, null, 'text', 5, [], {}, { results: 'x' }])('%j is no list of results', (answer) => {
  expect(readOutcomes(answer, new Set(['a']), [])).toBeUndefined()
})

test('a token that the server repeats in a reason does not reach the queue', () => {
  const results = [{ id: 'a', status: 'rejected', problem: { code: 'x', detail: 'hunter2 is unknown' } }]
  const outcomes = readOutcomes({ results }, new Set(['a']), [new Secret('hunter2')])
  expect(outcomes?.get('a' as never)).toMatchObject({ reason: { message: '[secret] is unknown' } })
})
