import { describe, expect, test } from 'vitest'
import type { CaptureSettings } from '../../src/consent/capture-settings.js'
import { furtherThan, termsOf } from '../../src/consent/terms.js'
import { MINUTE, Scene, SETTINGS } from '../support/scene.js'

describe('consent', () => {
  test('is not there until somebody gives it, and says who, when and to what', async () => {
    const { screenshots, clock } = new Scene()
    expect(await screenshots.standing()).toMatchObject({ on: false, consent: undefined })
    const consent = await screenshots.turnOn()
    const { format: _, quality: __, ...terms } = SETTINGS
    expect(consent).toEqual({ account: 'ann', at: clock.now(), terms })
    expect(await screenshots.standing()).toMatchObject({ on: true, consent, further: [] })
  })

  test('is taken back at once, and with it a pause', async () => {
    const { screenshots } = new Scene()
    await screenshots.turnOn()
    await screenshots.pause(MINUTE)
    await screenshots.turnOff()
    expect(await screenshots.standing()).toMatchObject({ on: false, consent: undefined, pausedUntil: undefined })
  })

  const agreed: CaptureSettings = {
    ...SETTINGS,
    privatePeriods: ['12:00-13:00'],
    excludedApps: ['keepass'],
    excludedTitles: ['*bank*'],
    pixelate: true,
  }

  test.each<[Partial<CaptureSettings>, string]>([
    [{ intervalMinutes: 5 }, 'one picture in 5 minutes instead of 10'],
    [{ screens: 'all' }, 'all screens instead of the active one'],
    [{ coolingOffMinutes: 0 }, 'pictures are sent after 0 minutes instead of 10'],
    [{ maxWidth: 3840 }, 'pictures are 3840 pixels wide instead of 1920'],
    [{ idleLimitMinutes: 60 }, 'you count as away after 60 minutes instead of 5'],
    [{ pixelate: false }, 'pictures can be read, and are not pixelated any more'],
    [{ privatePeriods: ['12:00-12:30'] }, '12:00-13:00 is not private any more'],
    [{ excludedApps: [] }, 'the app keepass is not excluded any more'],
    [{ excludedTitles: ['*money*'] }, 'windows titled *bank* are not excluded any more'],
  ])(
    'does not reach to settings that show more (%o): off until they are agreed to, and on again without them',
    async (change, words) => {
      const scene = new Scene()
      scene.settings = agreed
      await scene.screenshots.turnOn()
      scene.settings = { ...agreed, ...change }
      expect(await scene.screenshots.standing()).toMatchObject({ on: false, further: [{ words }] })
      scene.settings = agreed
      expect(await scene.screenshots.standing()).toMatchObject({ on: true })
      scene.settings = { ...agreed, ...change }
      await scene.screenshots.turnOn()
      expect(await scene.screenshots.standing()).toMatchObject({ on: true, further: [] })
    },
  )

  test('need not be given again for settings that show less', () => {
    const less: CaptureSettings = {
      ...agreed,
      intervalMinutes: 30,
      coolingOffMinutes: 60,
      maxWidth: 640,
      idleLimitMinutes: 1,
      quality: 100,
      format: 'webp',
      privatePeriods: ['12:00-13:00', 'fri 15:00-24:00'],
      excludedApps: ['signal', 'keepass'],
    }
    expect(furtherThan(termsOf(agreed), termsOf(less))).toEqual([])
    expect(furtherThan(termsOf({ ...agreed, screens: 'all' }), termsOf({ ...agreed, screens: 'active' }))).toEqual([])
  })
})

describe('switches', () => {
  test('a pause ends by itself', async () => {
    const { screenshots, clock } = new Scene()
    const until = await screenshots.pause(30 * MINUTE)
    clock.advance(30 * MINUTE - 1)
    expect((await screenshots.standing()).pausedUntil).toBe(until)
    clock.advance(1)
    expect((await screenshots.standing()).pausedUntil).toBeUndefined()
  })

  test('a pause is ended by hand, and leaves private as it was', async () => {
    const { screenshots } = new Scene()
    await screenshots.setPrivate(true)
    await screenshots.pause(MINUTE)
    await screenshots.resume()
    expect(await screenshots.standing()).toMatchObject({ pausedUntil: undefined, private: true })
    await screenshots.setPrivate(false)
    expect((await screenshots.standing()).private).toBe(false)
  })

  test.each([0, -1, Number.NaN, 8 * 24 * 60 * MINUTE])('a pause of %d ms is refused', async (ms) => {
    await expect(new Scene().screenshots.pause(ms)).rejects.toMatchObject({ code: 'PAUSE_INVALID' })
  })
})
