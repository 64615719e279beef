import { type CaptureSource, type Frame, isMeantimeError, type Snapshot } from '@meantime/core'
import { describe, expect, test } from 'vitest'

export interface CaptureSourceContract {
  /** A source on a desktop with at least two screens, and one where it cannot take pictures. */
  create(): CaptureSourceUnderTest | Promise<CaptureSourceUnderTest>
}

export interface CaptureSourceUnderTest {
  readonly source: CaptureSource
  /** As the source names them, in any order. */
  readonly screens: readonly string[]
  /** The screen with the active window. */
  readonly active: string
  /** The same kind of source, where there is no screen to take pictures of. */
  readonly unavailable: CaptureSource
}

/** What every CaptureSource promises. Call it in a test file of the plugin. */
export function describeCaptureSourceContract({ create }: CaptureSourceContract): void {
  const never = () => new AbortController().signal

  describe('a capture source', () => {
    test('has a name, and says that it is available', async () => {
      const { source } = await create()
      expect(source.name).not.toBe('')
      expect(await source.availability()).toEqual({ ok: true })
    })

    test('gives one whole picture of every screen', async () => {
      const { source, screens } = await create()
      const { frames, missed } = await source.capture('all', never())
      expect(frames.map(({ screen }) => screen).sort()).toEqual([...screens].sort())
      expect(missed).toEqual([])
      for (const frame of frames) {
        expect(frame.pixels.length).toBe(frame.width * frame.height * 4)
        expect(frame.width).toBeGreaterThan(0)
        expect(frame.height).toBeGreaterThan(0)
      }
    })

    test('pictures are opaque', async () => {
      const { source } = await create()
      const { frames } = await source.capture('all', never())
      for (const frame of frames) expect(isOpaque(frame)).toBe(true)
    })

    test('screens lie beside each other, and a picture has its screen’s shape', async () => {
      const { source } = await create()
      const { frames } = await source.capture('all', never())
      for (const { area, width, height } of frames) {
        expect(area.width).toBeGreaterThan(0)
        expect(width / area.width).toBeCloseTo(height / area.height, 1)
      }
      const places = new Set(frames.map(({ area }) => `${area.x} ${area.y}`))
      expect(places.size).toBe(frames.length)
    })

    test('names stay, and nothing is shared between two pictures', async () => {
      const { source } = await create()
      const first = await source.capture('all', never())
      const before = first.frames.map(({ pixels }) => pixels.slice())
      for (const { pixels } of first.frames) pixels.fill(7)
      const second = await source.capture('all', never())
      expect(names(second)).toEqual(names(first))
      for (const [index, { pixels }] of second.frames.entries()) {
        expect(pixels.some((value) => value !== 7)).toBe(true)
        expect(pixels.length).toBe(before[index]?.length)
      }
    })

    test('pictures carry the time at which they were taken', async () => {
      const { source } = await create()
      const { frames } = await source.capture('all', never())
      for (const { takenAt } of frames) expect(Number.isSafeInteger(takenAt) && takenAt > 0).toBe(true)
    })

    test('gives only the screen with the active window when that is asked', async () => {
      const { source, active } = await create()
      expect(names(await source.capture('active', never()))).toEqual([active])
    })

    test('says which windows are open, and exactly one that is active', async () => {
      const { source } = await create()
      const { windows } = await source.capture('all', never())
      expect(windows?.filter(({ focused }) => focused)).toHaveLength(1)
    })

    test('takes no picture when it was told to stop', async () => {
      const { source } = await create()
      const reason = new Error('stopped')
      await expect(source.capture('all', AbortSignal.abort(reason))).rejects.toBe(reason)
    })

    test('where it cannot take pictures it says so in words, and capturing fails with the same code', async () => {
      const { unavailable } = await create()
      const found = await unavailable.availability()
      if (found.ok) throw new Error('It says that it is available')
      expect(found.code).toMatch(/^[A-Z][A-Z_]+$/)
      expect(found.message).toMatch(/\S.*\.$/)
      expect(found.hint).toMatch(/\S.*\.$/)
      const error: unknown = await unavailable.capture('all', never()).catch((failure: unknown) => failure)
      expect(isMeantimeError(error, found.code)).toBe(true)
    })
  })
}

const names = ({ frames }: Snapshot): readonly string[] => frames.map(({ screen }) => screen)

const isOpaque = ({ pixels }: Frame): boolean => pixels.every((value, index) => index % 4 !== 3 || value === 255)
