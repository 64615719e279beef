import { expect, test } from 'vitest'
import { ManualClock } from '../src/manual-clock.js'

test('sleepers wake in the order in which they are due, not in which they fell asleep', async () => {
  const clock = new ManualClock()
  const woken: string[] = []
  const all = [
    clock.sleep(300).then(() => woken.push('late')),
    clock.sleep(100).then(() => woken.push('early')),
    clock.sleep(100).then(() => woken.push('early too')),
  ]
  clock.advance(99)
  await Promise.resolve()
  expect(woken).toEqual([])
  clock.advance(201)
  await Promise.all(all)
  expect(woken).toEqual(['early', 'early too', 'late'])
  expect(clock.sleeping).toBe(0)
})

test('an aborted sleep rejects with the reason and sleeps no longer', async () => {
  const clock = new ManualClock()
  const stop = new AbortController()
  const asleep = clock.sleep(1000, stop.signal)
  stop.abort(new Error('stopped'))
  await expect(asleep).rejects.toThrow('stopped')
  expect(clock.sleeping).toBe(0)
  await expect(clock.sleep(1, stop.signal)).rejects.toThrow('stopped')
})

test('a wall jump moves now() alone', async () => {
  const clock = new ManualClock(1000)
  let woken = false
  void clock.sleep(10).then(() => {
    woken = true
  })
  clock.set(5_000_000)
  await Promise.resolve()
  expect([clock.now(), clock.monotonic(), woken]).toEqual([5_000_000, 0, false])
  clock.set(0)
  clock.advance(10)
  await Promise.resolve()
  expect([clock.now(), clock.monotonic(), woken]).toEqual([10, 10, true])
})

test('time never moves back by advance', () => {
  expect(() => new ManualClock().advance(-1)).toThrow(RangeError)
  expect(() => new ManualClock().advance(Number.NaN)).toThrow(RangeError)
})

test('advanceInSteps wakes a loop that sleeps again as often as a real clock would', async () => {
  const clock = new ManualClock(0)
  const ticks: number[] = []
  const loop = async () => {
    for (;;) {
      await clock.sleep(1000)
      ticks.push(clock.now())
    }
  }
  void loop()
  await clock.advanceInSteps(3500)
  expect(ticks).toEqual([1000, 2000, 3000])
  expect(clock.now()).toBe(3500)
  expect(clock.untilNext).toBe(500)
})

test('whenSleeping resolves when the code under test has come to its sleep', async () => {
  const clock = new ManualClock()
  const ready = clock.whenSleeping(2)
  void clock.sleep(5)
  expect(await Promise.race([ready.then(() => 'ready'), Promise.resolve('not yet')])).toBe('not yet')
  void clock.sleep(5)
  await ready
})
