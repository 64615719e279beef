import { expect, test } from 'vitest'
import { gone, library, monitor, sourceOn } from './native-desktop.js'

const screens = library([monitor('left', 0)])
const why = async (source: ReturnType<typeof sourceOn>) => {
  const found = await source.availability()
  return found.ok ? 'available' : `${found.code}: ${found.message} ${found.hint}`
}

test('no DISPLAY: says where to start it instead', async () => {
  expect(await why(sourceOn(screens, { env: {} }))).toMatch(/^NO_DISPLAY: .*DISPLAY is not set.*desktop/)
})

test.each([{ XDG_SESSION_TYPE: 'wayland' }, { WAYLAND_DISPLAY: 'wayland-0' }])(
  'Wayland (%j): says which session works, also where X programs run in it',
  async (env) => {
    expect(await why(sourceOn(screens, { env }))).toMatch(/^WAYLAND: .*Xorg.*time is tracked/)
    expect(await why(sourceOn(screens, { env: { ...env, DISPLAY: ':0' } }))).toMatch(/^WAYLAND: /)
  },
)

test('Wayland’s variables mean nothing on other systems', async () => {
  expect(await why(sourceOn(screens, { platform: 'darwin', env: { XDG_SESSION_TYPE: 'wayland' } }))).toBe('available')
})

test('a display that does not answer is named', async () => {
  const silent = { ...screens, Monitor: { all: gone } }
  expect(await why(sourceOn(silent, { env: { DISPLAY: ':42' } }))).toMatch(
    /^NO_DISPLAY: The display :42 does not answer/,
  )
})

test('no native part for this system: says for which there is one', async () => {
  expect(await why(sourceOn(screens, { load: async () => gone() }))).toMatch(
    /^NOT_INSTALLED: .*node-screenshots.*builds/,
  )
})

test('macOS without permission: says where to give it; where that cannot be asked, it is tried', async () => {
  const on = (may: boolean | undefined) => sourceOn(screens, { platform: 'darwin', mayRecordScreen: async () => may })
  expect(await why(on(false))).toMatch(/^NO_PERMISSION: .*System Settings.*Screen Recording/)
  expect(await why(on(true))).toBe('available')
  expect(await why(on(undefined))).toBe('available')
})

test('no screen attached: says that pictures go on later', async () => {
  expect(await why(sourceOn(library([])))).toMatch(/^NO_SCREEN: .*go on/)
})
