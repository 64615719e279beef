import { expect, test } from 'vitest'
import { intervalAt } from '../../src/schedule/moments.js'
import { SpentIntervals } from '../../src/schedule/spent-intervals.js'
import { ANN, MINUTE, Scene } from '../support/scene.js'

const START = Date.UTC(2026, 0, 5, 9)
const interval = (minutes: number, lengthMinutes = 10) =>
  intervalAt(START + minutes * MINUTE, lengthMinutes * MINUTE, 'seed')

test('of two programs that want the same moment exactly one gets it, and no later start of either', async () => {
  const { state } = new Scene()
  const programs = [new SpentIntervals(state), new SpentIntervals(state)]
  const got = await Promise.all(programs.map((program) => program.take(ANN, interval(0))))
  expect(got.filter(Boolean)).toHaveLength(1)
  expect(await new SpentIntervals(state).take(ANN, interval(9))).toBe(false)
  expect(await new SpentIntervals(state).take(ANN, interval(10))).toBe(true)
})

test('a clock that was put back uses no interval twice, and those that were never used once', async () => {
  const { state } = new Scene()
  const spent = new SpentIntervals(state)
  expect(await spent.take(ANN, interval(60))).toBe(true)
  expect(await spent.take(ANN, interval(30))).toBe(true)
  expect(await spent.take(ANN, interval(60))).toBe(false)
})

test('after a change of the length, what overlaps a spent interval is spent too', async () => {
  const { state } = new Scene()
  const spent = new SpentIntervals(state)
  await spent.take(ANN, interval(0, 10))
  expect(await spent.take(ANN, interval(5, 5))).toBe(false)
  expect(await spent.take(ANN, interval(0, 60))).toBe(false)
  expect(await spent.take(ANN, interval(10, 5))).toBe(true)
})

test('a week of marks is remembered, and no more', async () => {
  const { state, memory } = new Scene()
  const spent = new SpentIntervals(state)
  for (let index = 0; index < 1100; index += 1) await spent.take(ANN, interval(index * 10))
  expect(JSON.parse([...memory.values()][0] ?? '')).toHaveLength(1008)
  expect(await spent.has(ANN, interval(1099 * 10))).toBe(true)
  expect(await spent.has(ANN, interval(92 * 10))).toBe(true)
})
