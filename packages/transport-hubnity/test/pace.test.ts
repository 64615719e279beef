import { ManualClock } from '@meantime/testkit'
import { expect, test } from 'vitest'
import { Pace } from '../src/pace.js'

test('so many a minute go out to each endpoint; then it says how long to wait', async () => {
  const clock = new ManualClock()
  const pace = new Pace(clock, 3)
  for (let n = 0; n < 3; n += 1) {
    await pace.turn('POST entries', undefined)
    clock.advance(1000)
  }
  await expect(pace.turn('POST entries', undefined)).rejects.toMatchObject({
    failure: 'throttled',
    retryAfterMs: 57_000,
  })
  await pace.turn('GET entries', undefined)
  clock.advance(57_000)
  await pace.turn('POST entries', undefined)
})

test('a short wait is made here', async () => {
  const clock = new ManualClock()
  const pace = new Pace(clock, 1)
  await pace.turn('POST entries', undefined)
  clock.advance(59_000)
  const next = pace.turn('POST entries', undefined)
  await clock.whenSleeping()
  clock.advance(1000)
  await next
})

test('a clock that was set changes nothing, and no server closes an endpoint for longer than a quarter of an hour', async () => {
  const clock = new ManualClock()
  const pace = new Pace(clock, 90)
  pace.refused('POST entries', 24 * 3_600_000)
  clock.set(clock.now() + 365 * 24 * 3_600_000)
  await expect(pace.turn('POST entries', undefined)).rejects.toMatchObject({ retryAfterMs: 15 * 60_000 })
  clock.advance(15 * 60_000)
  await pace.turn('POST entries', undefined)
})
