import { type CaptureSource, MeantimeError } from '@meantime/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { intervalAt, nextInterval } from '../../src/schedule/moments.js'
import type { CaptureServiceOptions } from '../../src/service/capture-service.js'
import { MINUTE, Scene, SECOND, SETTINGS } from '../support/scene.js'

const TEN = 10 * MINUTE

async function atWork(
  { on = true, ...options }: CaptureServiceOptions & { on?: boolean } = {},
  sources?: CaptureSource[],
) {
  const scene = new Scene()
  if (on) await scene.screenshots.turnOn()
  const start = async () => {
    const service = scene.service(options, sources)
    await service.start()
    onTestFinished(() => service.stop())
    return service
  }
  const service = await start()
  const pass = (ms: number) => scene.clock.advanceInSteps(ms)
  /** To the next moment, and so many ms further. */
  const nextMoment = async (after = 0) => {
    const now = scene.clock.now()
    const current = intervalAt(now, TEN, 'seed')
    const { at } = current.at > now ? current : nextInterval(current, TEN, 'seed')
    await pass(at + after - now)
  }
  return { scene, service, start, pass, nextMoment }
}

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

describe('a picture under way', () => {
  async function underWay() {
    const all = await atWork()
    let develop: () => void = () => undefined
    all.scene.develops = new Promise((resolve) => {
      develop = resolve
    })
    all.scene.running()
    await all.nextMoment(SECOND)
    expect([all.scene.captures, all.scene.kept.length]).toEqual([1, 0])
    const done = async () => {
      develop()
      await all.pass(0)
    }
    return { ...all, develop: done }
  }

  test('is given up when its entry stops', async () => {
    const { scene, pass } = await underWay()
    scene.stopped()
    await pass(0)
    expect([scene.kept.length, scene.reasons]).toEqual([0, ['entry-over']])
  })

  test('is given up when another entry begins', async () => {
    const { scene, pass } = await underWay()
    scene.running('another')
    await pass(0)
    expect([scene.kept.length, scene.reasons]).toEqual([0, ['entry-over']])
  })

  test.each<[string, (scene: Scene) => unknown]>([
    ['turned-off', ({ screenshots }) => screenshots.turnOff()],
    ['paused', ({ screenshots }) => screenshots.pause(MINUTE)],
    ['private', ({ screenshots }) => screenshots.setPrivate(true)],
    ['locked', (scene) => Object.assign(scene, { presence: { idleMs: 0, locked: true } })],
  ])('is not kept when meanwhile: %s', async (reason, act) => {
    const { scene, develop } = await underWay()
    await act(scene)
    await develop()
    expect([scene.kept.length, scene.reasons]).toEqual([0, [reason]])
  })

  test.each<[string, (scene: Scene) => unknown]>([
    ['turned-off', ({ screenshots }) => screenshots.turnOff()],
    ['private', ({ screenshots }) => screenshots.setPrivate(true)],
    ['entry-over', (scene) => scene.stopped()],
  ])(
    'nor when that comes while it is being written, as when a keyring asks for its password: %s',
    async (reason, act) => {
      const { scene, nextMoment, pass } = await atWork()
      let write: (nothing: unknown) => void = () => undefined
      scene.writes = new Promise((resolve) => {
        write = resolve
      })
      scene.running()
      await nextMoment(SECOND)
      await act(scene)
      write(undefined)
      await pass(0)
      expect([scene.kept.length, scene.reasons]).toEqual([0, [reason]])
    },
  )

  test('does not hold up the time: entries are watched, and the moment that meets it is told as busy', async () => {
    const { scene, nextMoment, develop } = await underWay()
    await nextMoment(SECOND)
    expect(scene.reasons).toEqual(['busy'])
    await develop()
    expect(scene.kept).toHaveLength(1)
  })

  test('is given up when the program ends, which does not wait for it', async () => {
    const { scene, service } = await underWay()
    await service.stop()
    expect([scene.kept.length, scene.reasons]).toEqual([0, ['interrupted']])
    expect(scene.clock.sleeping).toBe(0)
  })
})

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
