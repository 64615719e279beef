import type { OpenWindow } from '@meantime/core'
import { expect, test } from 'vitest'
import { activeScreen } from '../../src/sources/active-screen.js'
import { windowsMeanwhile } from '../../src/sources/windows-meanwhile.js'

const at = (x: number, more: Partial<OpenWindow> = {}): OpenWindow => ({
  app: 'editor',
  title: 'notes',
  area: { x, y: 0, width: 10, height: 10 },
  focused: false,
  ...more,
})

test('a window that was moved, renamed or closed meanwhile is there as it was and as it is', () => {
  expect(windowsMeanwhile([at(0)], [at(5)])).toEqual([at(5), at(0)])
  expect(windowsMeanwhile([at(0, { title: 'bank' })], [at(0)])).toEqual([at(0), at(0, { title: 'bank' })])
  expect(windowsMeanwhile([at(0), at(5)], [at(5)])).toEqual([at(5), at(0)])
  expect(windowsMeanwhile([], [at(5)])).toEqual([at(5)])
})

test('one that stayed is there once, and one window is active', () => {
  const active = at(0, { focused: true })
  expect(windowsMeanwhile([active, at(5)], [at(5, { focused: true }), at(0)])).toEqual([
    at(5, { focused: true }),
    at(0),
  ])
  expect(windowsMeanwhile([active], [at(5, { focused: true })])).toEqual([at(5, { focused: true }), at(0)])
})

test('unknown before or after is unknown', () => {
  expect(windowsMeanwhile(undefined, [at(0)])).toBeUndefined()
  expect(windowsMeanwhile([at(0)], undefined)).toBeUndefined()
})

test('the active screen is the one that shows most of the active window', () => {
  const left = { area: { x: 0, y: 0, width: 100, height: 100 } }
  const right = { area: { x: 100, y: 0, width: 100, height: 100 } }
  const active = (x: number) => [at(0), at(x, { focused: true })]
  expect(activeScreen([left, right], active(94))).toBe(left)
  expect(activeScreen([left, right], active(96))).toBe(right)
  expect(activeScreen([left, right], active(500))).toBeUndefined()
  expect(activeScreen([left, right], [at(0)])).toBeUndefined()
  expect(activeScreen([left, right], undefined)).toBeUndefined()
})
