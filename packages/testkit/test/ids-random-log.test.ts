import { Secret } from '@meantime/core'
import { expect, test } from 'vitest'
import { ManualClock } from '../src/manual-clock.js'
import { recordingLogger } from '../src/recording-logger.js'
import { seededRandom } from '../src/seeded-random.js'
import { sequentialIds } from '../src/sequential-ids.js'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('sequential ids are valid UUID v7 and sorted, even when the clock goes back', () => {
  const clock = new ManualClock()
  const newId = sequentialIds(clock, 7)
  const ids = [newId(), newId()]
  clock.advance(5)
  ids.push(newId())
  clock.set(0)
  ids.push(newId())
  expect(ids).toEqual([...ids].sort())
  expect(new Set(ids).size).toBe(4)
  for (const id of ids) expect(id).toMatch(UUID_V7)
})

test('the same seed gives the same numbers, all in [0, 1)', () => {
  const draw = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed))
  expect(draw(42)).toEqual(draw(42))
  expect(draw(42)).not.toEqual(draw(43))
  expect(draw(42).every((value) => value >= 0 && value < 1)).toBe(true)
  const mean = draw(42).reduce((sum, value) => sum + value, 0) / 1000
  expect(mean).toBeGreaterThan(0.45)
  expect(mean).toBeLessThan(0.55)
})

test('the recording logger finds a secret hidden in the cause of an error, and none in a Secret', () => {
  const log = recordingLogger()
  log.warn('failed', { error: new Error('outer', { cause: { headers: { authorization: 'Bearer hunter2' } } }) })
  expect(log.text()).toContain('hunter2')
  const clean = recordingLogger()
  clean.info('signed in', { token: new Secret('hunter2') })
  expect(clean.text()).not.toContain('hunter2')
  expect(clean.lines[0]).toMatchObject({ level: 'info', message: 'signed in' })
})
