import { isMeantimeError, type OpenWindow } from '@meantime/core'
import { describeCaptureSourceContract, ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { goOn } from '../picture/drawing.js'
import { EDITOR, gone, image, library, monitor, sourceOn, window } from './native-desktop.js'

const TWO = [monitor('left', 0), monitor('right', 64)]

describeCaptureSourceContract({
  create: () => ({
    source: sourceOn(library(TWO)),
    screens: ['left', 'right'],
    active: 'right',
    unavailable: sourceOn(library([])),
  }),
})

describe('screens that cannot be pictured are told, and the others are taken', () => {
  let calls = 0
  const cases: [string, ReturnType<typeof monitor>][] = [
    ['it vanished before it was asked', monitor('right', 64, { x: gone, width: gone })],
    ['it vanished while it was pictured', monitor('right', 64, { captureImage: async () => gone() })],
    ['its picture is empty', monitor('right', 64, { captureImage: async () => image(0, 0) })],
    ['its picture has no bytes', monitor('right', 64, { captureImage: async () => image(64, 36, 0) })],
    ['its picture is cut off', monitor('right', 64, { captureImage: async () => image(64, 36, 100) })],
    ['it has no size', monitor('right', 64, { width: () => 0 })],
    ['it was moved meanwhile', monitor('right', 64, { x: () => 64 + calls++ })],
    [
      'reading its picture fails',
      monitor('right', 64, { captureImage: async () => ({ ...image(64, 36), toRaw: async () => gone() }) }),
    ],
  ]
  test.each(cases)('%s', async (_, broken) => {
    const { frames, missed } = await sourceOn(library([monitor('left', 0), broken])).capture('all', goOn())
    expect(frames.map(({ screen }) => screen)).toEqual(['left'])
    expect(missed).toMatchObject([{ screen: 'right', reason: expect.stringMatching(/^It .*\.$/) }])
  })

  test('with none left there is a clear error that names them', async () => {
    const source = sourceOn(library([monitor('left', 0, { captureImage: async () => gone() })]))
    const error: unknown = await source.capture('all', goOn()).catch((failure: unknown) => failure)
    expect(isMeantimeError(error, 'NO_PICTURE')).toBe(true)
    expect((error as Error).message).toContain('left')
  })
})

test('screens without a name, or of one name, can be told apart', async () => {
  const screens = [monitor('', 0), monitor('Dell', 64), monitor('Dell', 128), monitor('x', 192, { name: gone })]
  const { frames } = await sourceOn(library(screens)).capture('all', goOn())
  expect(frames.map(({ screen }) => screen)).toEqual(['Screen 1', 'Dell', 'Dell 2', 'Screen 4'])
})

test('with no active window known, the active screen is the main one', async () => {
  const source = sourceOn(library(TWO), { listWindows: async () => undefined })
  const { frames, windows } = await source.capture('active', goOn())
  expect(frames.map(({ screen }) => screen)).toEqual(['left'])
  expect(windows).toBeUndefined()
})

test('windows that cannot be listed are unknown, not none', async () => {
  const source = sourceOn(library(TWO), { listWindows: async () => gone() })
  expect((await source.capture('all', goOn())).windows).toBeUndefined()
})

test('a window that opens while the picture is taken is known', async () => {
  const states: OpenWindow[][] = [[EDITOR], [{ ...EDITOR, app: 'bank' }, EDITOR]]
  const source = sourceOn(library(TWO), { listWindows: async () => states.shift() })
  expect((await source.capture('all', goOn())).windows?.map(({ app }) => app)).toEqual(['bank', 'editor'])
})

test('X11 tells places in units of its scale: the frame lies where its pixels are', async () => {
  const scaled = monitor('right', 64, { scaleFactor: () => 2, captureImage: async () => image(128, 72) })
  const { frames } = await sourceOn(library([scaled])).capture('all', goOn())
  expect(frames[0]?.area).toEqual({ x: 128, y: 0, width: 128, height: 72 })
})

test('a display that hangs is given up after 15 seconds', async () => {
  const clock = new ManualClock()
  const stuck = monitor('left', 0, { captureImage: () => new Promise(() => undefined) })
  const captured = sourceOn(library([stuck]), { clock }).capture('all', goOn())
  clock.advance(15_000)
  const error: unknown = await captured.catch((failure: unknown) => failure)
  expect(isMeantimeError(error, 'DISPLAY_HANGS')).toBe(true)
})

test('stopping does not wait for a display that hangs', async () => {
  const controller = new AbortController()
  const reason = new Error('stopped')
  const stuck = monitor('left', 0, { captureImage: () => new Promise(() => undefined) })
  const captured = sourceOn(library([stuck])).capture('all', controller.signal)
  controller.abort(reason)
  await expect(captured).rejects.toBe(reason)
})

describe('windows of Windows and macOS', () => {
  const windowsOf = async (windows: ReturnType<typeof window>[], platform: 'win32' | 'darwin' = 'win32') =>
    (await sourceOn(library(TWO, windows), { platform }).capture('all', goOn())).windows
  const active = window(0, { isFocused: () => true })

  test('are listed front to back, without those that are minimized', async () => {
    const listed = await windowsOf([window(1), active, window(2, { isMinimized: () => true })])
    expect(listed?.map(({ area, focused }) => [area?.x, focused])).toEqual([
      [1, false],
      [0, true],
    ])
  })

  test('what a window does not tell is unknown of it, and the others are known', async () => {
    const odd = window(1, { appName: gone, title: gone, width: gone, isFocused: gone, isMinimized: gone })
    const listed = await windowsOf([odd, window(2, { appName: () => '', title: () => '' }), active])
    expect(listed).toMatchObject([
      { app: undefined, title: undefined, area: undefined, focused: false },
      { app: undefined, title: '' },
      { app: 'editor', title: 'notes' },
    ])
  })

  test('are unknown when none is active, or when they cannot be listed', async () => {
    expect(await windowsOf([window(1)])).toBeUndefined()
    const broken = { ...library(TWO), Window: { all: gone } }
    expect((await sourceOn(broken, { platform: 'darwin' }).capture('all', goOn())).windows).toBeUndefined()
  })

  test('are unknown on Windows when the system scales coordinates: nobody knows whose', async () => {
    const scaled = [monitor('left', 0, { captureImage: async () => image(128, 72) })]
    const on = (platform: 'win32' | 'darwin') =>
      sourceOn(library(scaled, [active]), { platform }).capture('all', goOn())
    expect((await on('win32')).windows).toBeUndefined()
    expect((await on('darwin')).windows).toHaveLength(1)
  })
})
