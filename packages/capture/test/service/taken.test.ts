import { MeantimeError } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { intervalAt } from '../../src/schedule/moments.js'
import { atWork, TEN } from '../support/at-work.js'
import { MINUTE, SECOND, SETTINGS } from '../support/scene.js'

describe('a picture', () => {
  test('is taken once in each interval, at its moment, held, and released when its time is over', async () => {
    const { scene, pass } = await atWork()
    scene.running()
    await pass(60 * MINUTE)
    expect(scene.kept.length).toBeGreaterThanOrEqual(5)
    for (const { takenAt, holdUntil, state, entryId } of scene.kept) {
      const { at } = intervalAt(takenAt, TEN, 'seed')
      expect(takenAt - at).toBeLessThan(SECOND)
      expect([holdUntil, state, entryId]).toEqual([takenAt + TEN, 'held', 'entry'])
    }
    expect(new Set(scene.kept.map(({ takenAt }) => Math.floor(takenAt / TEN))).size).toBe(scene.kept.length)
    await pass(11 * MINUTE)
    expect(scene.sent.size).toBeGreaterThanOrEqual(5)
    expect(scene.reasons).toEqual([])
  })

  test('is never taken without consent, however long somebody works', async () => {
    const { scene, pass } = await atWork({ on: false })
    scene.running()
    await pass(24 * 60 * MINUTE)
    expect([scene.captures, scene.skips.length]).toEqual([0, 0])
  })

  test('is taken from the moment on that somebody turned them on, without a new start', async () => {
    const { scene, nextMoment, pass } = await atWork({ on: false })
    scene.running()
    await pass(MINUTE)
    await scene.screenshots.turnOn()
    await nextMoment(SECOND)
    expect(scene.kept).toHaveLength(1)
  })

  test('is not taken any more when the settings show more than was agreed to', async () => {
    const { scene, nextMoment } = await atWork()
    scene.running()
    scene.settings = { ...SETTINGS, screens: 'all' }
    await nextMoment(MINUTE)
    expect([scene.captures, scene.skips.length]).toEqual([0, 0])
  })

  test('is neither taken nor noted while nothing runs or work is paused', async () => {
    const { scene, pass } = await atWork()
    await pass(30 * MINUTE)
    scene.running()
    scene.becomes('paused')
    await pass(60 * MINUTE)
    expect([scene.captures, scene.skips.length]).toEqual([0, 0])
  })

  test('of each screen is kept by itself; one that shows the same is told, one line for all of them', async () => {
    const { scene, nextMoment } = await atWork()
    scene.running()
    scene.screens = { Left: 'mail', Right: 'text', Top: 'clock' }
    await nextMoment(SECOND)
    scene.screens = { Left: 'mail', Right: 'text', Top: 'later' }
    await nextMoment(SECOND)
    expect(scene.kept.map(({ monitor }) => monitor)).toEqual(['Left', 'Right', 'Top', 'Top'])
    expect(scene.skips).toMatchObject([{ reason: 'unchanged', monitor: 'Left, Right', state: 'skipped' }])
  })

  test('of an unchanged screen is kept once more for another entry', async () => {
    const { scene, nextMoment } = await atWork()
    scene.screens = { Main: 'same' }
    scene.running('one')
    await nextMoment(SECOND)
    scene.running('two')
    await nextMoment(SECOND)
    await nextMoment(SECOND)
    expect(scene.kept.map(({ entryId }) => entryId)).toEqual(['one', 'two'])
    expect(scene.reasons).toEqual(['unchanged'])
  })

  test('that could not be written does not make the next one of the same screen "unchanged"', async () => {
    const { scene, nextMoment } = await atWork()
    scene.screens = { Main: 'same' }
    scene.running()
    scene.diskError = new MeantimeError({ code: 'DISK_FULL', kind: 'storage', message: 'The disk is full.' })
    await nextMoment(SECOND)
    scene.diskError = undefined
    await nextMoment(SECOND)
    expect(scene.reasons).toEqual(['disk-full'])
    expect(scene.kept).toHaveLength(1)
  })
})
