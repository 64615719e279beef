import { describe, expect, test } from 'vitest'
import { intervalAt } from '../../src/schedule/moments.js'
import { atWork, TEN } from '../support/at-work.js'
import { MINUTE, Scene, SECOND } from '../support/scene.js'

describe('time that is not even', () => {
  test('a moment that was slept through is not made up, and told as missed', async () => {
    const { scene, nextMoment, pass } = await atWork()
    scene.running()
    await nextMoment(-SECOND)
    scene.clock.set(scene.clock.now() + 8 * 60 * MINUTE)
    await pass(20 * SECOND)
    expect([scene.captures, scene.reasons]).toEqual([0, ['missed']])
  })

  test('a clock that is put back into an interval that had its moment gives no second picture', async () => {
    const { scene, nextMoment, pass } = await atWork()
    scene.running()
    await nextMoment(SECOND)
    scene.clock.set(intervalAt(scene.clock.now(), TEN, 'seed').from)
    await pass(TEN - SECOND)
    expect(scene.kept).toHaveLength(1)
    await pass(TEN)
    expect(scene.kept).toHaveLength(2)
  })

  test('a second program, or one that starts again, takes no second picture of a moment', async () => {
    const { scene, start, nextMoment, service, pass } = await atWork()
    await start()
    scene.running()
    await nextMoment(SECOND)
    expect(scene.captures).toBe(1)
    await service.stop()
    await start()
    await pass(MINUTE)
    scene.clock.set(intervalAt(scene.clock.now(), TEN, 'seed').from)
    await start()
    await pass(9 * MINUTE)
    expect(scene.captures).toBe(1)
  })
})

test('each data folder has moments of its own, which stay the same when the program starts again', async () => {
  const twoHours = async () => {
    const scene = new Scene()
    await scene.screenshots.turnOn()
    scene.running()
    const seeds = new Set<string | undefined>()
    for (let hour = 0; hour < 2; hour += 1) {
      const service = scene.service({ seed: undefined })
      await service.start()
      await scene.clock.advanceInSteps(60 * MINUTE)
      await service.stop()
      seeds.add(scene.memory.get('screenshots:seed'))
    }
    expect(seeds.size).toBe(1)
    return scene.kept.map(({ takenAt }) => takenAt)
  }
  const [one, other] = [await twoHours(), await twoHours()]
  expect(one.length).toBeGreaterThan(8)
  expect(one).not.toEqual(other)
})
