import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMeantimeError } from '@meantime/core'
import { describeCaptureSourceContract, ManualClock } from '@meantime/testkit'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { fileSource } from '../../src/sources/file/file-source.js'
import { goOn } from '../picture/drawing.js'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function desktop(windows?: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'meantime-screens-'))
  folders.push(folder)
  const background = { r: 10, g: 200, b: 30 }
  for (const [name, width] of [
    ['left', 64],
    ['right', 48],
  ] as const)
    await sharp({ create: { width, height: 36, channels: 3, background } })
      .png()
      .toFile(join(folder, `${name}.png`))
  if (windows !== undefined) writeFileSync(join(folder, 'windows.json'), JSON.stringify(windows))
  return folder
}

const ON_THE_RIGHT = {
  windows: [{ app: 'editor', title: 'notes', area: { x: 70, y: 0, width: 9, height: 9 }, focused: true }],
}
const sourceOf = (folder: string) => fileSource({ clock: new ManualClock(), folder })

describeCaptureSourceContract({
  create: async () => ({
    source: sourceOf(await desktop(ON_THE_RIGHT)),
    screens: ['left', 'right'],
    active: 'right',
    unavailable: sourceOf(join(tmpdir(), 'meantime-no-such-folder')),
  }),
})

test('screens stand side by side, and pixels are RGBA', async () => {
  const { frames } = await sourceOf(await desktop()).capture('all', goOn())
  expect(frames.map(({ area }) => area.x)).toEqual([0, 64])
  expect([...(frames[0]?.pixels.subarray(0, 4) ?? [])]).toEqual([10, 200, 30, 255])
})

test('screens lie where windows.json says', async () => {
  const area = { x: -48, y: 7, width: 24, height: 18 }
  const { frames } = await sourceOf(await desktop({ areas: { right: area } })).capture('all', goOn())
  expect(frames[1]).toMatchObject({ screen: 'right', area, width: 48 })
})

test('without windows.json windows are unknown; what it leaves out of one is unknown', async () => {
  expect((await sourceOf(await desktop()).capture('all', goOn())).windows).toBeUndefined()
  const { windows } = await sourceOf(await desktop({ windows: [{ focused: true }] })).capture('all', goOn())
  expect(windows).toEqual([{ app: undefined, title: undefined, area: undefined, focused: true }])
})

test('a damaged file is a missed screen; with no whole one there is a clear error', async () => {
  const folder = await desktop()
  truncateSync(join(folder, 'left.png'), 40)
  const { frames, missed } = await sourceOf(folder).capture('all', goOn())
  expect(frames.map(({ screen }) => screen)).toEqual(['right'])
  expect(missed).toMatchObject([{ screen: 'left' }])
  writeFileSync(join(folder, 'right.png'), '')
  const error: unknown = await sourceOf(folder)
    .capture('all', goOn())
    .catch((failure: unknown) => failure)
  expect(isMeantimeError(error, 'NO_PICTURE')).toBe(true)
})

test.each(['{', '[]', '{"windows":3}', '{"windows":[{"app":7}]}', '{"areas":{"left":{"x":"0"}}}'])(
  'windows.json with %s: a clear error, no guess',
  async (text) => {
    const folder = await desktop()
    writeFileSync(join(folder, 'windows.json'), text)
    const error: unknown = await sourceOf(folder)
      .capture('all', goOn())
      .catch((failure: unknown) => failure)
    expect(isMeantimeError(error, 'BAD_DESKTOP_FILE')).toBe(true)
  },
)
