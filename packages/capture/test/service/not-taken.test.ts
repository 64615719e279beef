import { MeantimeError } from '@meantime/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { atWork } from '../support/at-work.js'
import { MINUTE, Scene, SECOND, SETTINGS } from '../support/scene.js'

describe('why there is none', () => {
  test.each<[string, (scene: Scene) => unknown]>([
    ['paused', ({ screenshots }) => screenshots.pause(60 * MINUTE)],
    ['private', ({ screenshots }) => screenshots.setPrivate(true)],
    ['private', (scene) => Object.assign(scene, { settings: { ...SETTINGS, privatePeriods: ['00:00-24:00'] } })],
    ['idle', (scene) => Object.assign(scene, { presence: { idleMs: 5 * MINUTE, locked: false } })],
    ['locked', (scene) => Object.assign(scene, { presence: { idleMs: 0, locked: true } })],
  ])('%s: one line for the moment, and nothing was looked at', async (reason, arrange) => {
    const { scene, nextMoment } = await atWork()
    scene.running()
    await arrange(scene)
    await nextMoment(SECOND)
    expect(scene.skips).toMatchObject([{ reason, state: 'skipped', entryId: 'entry' }])
    expect(scene.captures).toBe(0)
    await scene.clock.advanceInSteps(MINUTE)
    expect(scene.reasons).toEqual([reason])
  })

  test('what is not known about the person is not guessed: pictures are taken, and they can read what it is', async () => {
    const { scene, nextMoment } = await atWork()
    scene.presence = { idleMs: 'unknown', locked: 'unknown' }
    scene.running()
    await nextMoment(SECOND)
    expect(scene.kept).toHaveLength(1)
    expect(await scene.screenshots.unknown()).toEqual(['idle', 'locked'])
    scene.presence = { idleMs: 0, locked: 'unknown' }
    await nextMoment(SECOND)
    expect(await scene.screenshots.unknown()).toEqual(['locked'])
    scene.presence = { idleMs: 0, locked: false }
    await nextMoment(SECOND)
    expect(await scene.screenshots.unknown()).toEqual([])
  })

  test('a source that cannot work is told by its own code, once in the log, and in the status', async () => {
    const problem = { ok: false, code: 'NO_DISPLAY', message: 'There is no screen.', hint: 'Log in.' } as const
    const blind = { name: 'blind', availability: async () => problem, capture: async () => Promise.reject(new Error()) }
    const { scene, nextMoment } = await atWork({}, [blind])
    scene.running()
    await nextMoment(SECOND)
    await nextMoment(SECOND)
    expect(scene.reasons).toEqual(['no-display', 'no-display'])
    expect(scene.logger.lines.filter(({ message }) => message === 'screenshots do not work')).toHaveLength(1)
    expect(await scene.screenshots.trouble()).toMatchObject({ code: 'NO_DISPLAY', message: 'There is no screen.' })
  })

  test('a source that fails is left alone for a while, and tried again', async () => {
    const scene = new Scene()
    scene.settings = { ...SETTINGS, intervalMinutes: 1 }
    await scene.screenshots.turnOn()
    const service = scene.service()
    await service.start()
    onTestFinished(() => service.stop())
    scene.running()
    scene.failing = new Error('the display went away')
    await scene.clock.advanceInSteps(120 * MINUTE)
    expect(scene.captures).toBeGreaterThan(5)
    expect(scene.captures).toBeLessThan(60)
    expect(scene.reasons.length).toBeGreaterThanOrEqual(119)
    expect(new Set(scene.reasons)).toEqual(new Set(['source-failed']))
    scene.failing = undefined
    await scene.clock.advanceInSteps(17 * MINUTE)
    expect(scene.kept.length).toBeGreaterThan(0)
    expect(await scene.screenshots.trouble()).toBeUndefined()
    expect(scene.logger.lines.map(({ message }) => message)).toEqual([
      'screenshots do not work',
      'screenshots work again',
    ])
  })

  test('an exclusion that cannot be understood: nothing is looked at', async () => {
    const { scene, nextMoment } = await atWork()
    scene.settings = { ...SETTINGS, excludedApps: ['*'] }
    scene.running()
    await nextMoment(SECOND)
    expect([scene.captures, scene.reasons]).toEqual([0, ['bad-exclusion']])
  })

  test('settings that cannot be read: no picture, told once, and on again when they can', async () => {
    const { scene, nextMoment } = await atWork()
    scene.running()
    scene.settings = new MeantimeError({ code: 'SETTINGS_UNREADABLE', kind: 'storage', message: 'It is broken.' })
    await nextMoment(MINUTE)
    expect(scene.captures).toBe(0)
    expect(scene.logger.lines).toHaveLength(1)
    scene.settings = SETTINGS
    await nextMoment(SECOND)
    expect(scene.kept).toHaveLength(1)
  })
})
