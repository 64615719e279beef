import { describe, expect, test } from 'vitest'
import { atWork } from '../support/at-work.js'
import { MINUTE, type Scene, SECOND } from '../support/scene.js'

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
