import type { Area, OpenWindow } from '@meantime/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coverage } from '../../src/privacy/coverage.js'
import { NO_RULES, privacyRules } from '../../src/privacy/rules.js'

const rules = privacyRules({ apps: ['secret'] })
const screen = { area: { x: 0, y: 0, width: 100, height: 50 }, width: 200, height: 100 }
const editor: OpenWindow = { app: 'editor', title: 'notes', area: box(0, 0, 100, 50), focused: true }
const secret = (area: Area | undefined): OpenWindow => ({ app: 'Secret', title: 'x', area, focused: false })

function box(x: number, y: number, width: number, height: number): Area {
  return { x, y, width, height }
}

test('without exclusions nothing is covered, whatever is known', () => {
  expect(coverage(screen, undefined, NO_RULES)).toEqual([])
  expect(coverage(screen, [secret(undefined)], NO_RULES)).toEqual([])
})

test('“make all unreadable” covers everything, exclusions or not', () => {
  expect(coverage(screen, [editor], privacyRules({ pixelateAll: true }))).toBe('all')
})

test('an excluded window is covered in the picture’s own pixels', () => {
  expect(coverage(screen, [editor, secret(box(10, 5, 20, 10))], rules)).toEqual([box(20, 10, 40, 20)])
})

test('an excluded window is covered wholly where others lie over it', () => {
  const front = { ...editor, area: box(0, 0, 100, 50) }
  expect(coverage(screen, [front, secret(box(10, 5, 20, 10))], rules)).toEqual([box(20, 10, 40, 20)])
})

test('parts of pixels count as whole ones, and what hangs over the edge is cut', () => {
  const screen = { area: box(-100, 0, 100, 50), width: 150, height: 75 }
  expect(coverage(screen, [editor, secret(box(-110, 3, 21, 5))], rules)).toEqual([box(0, 4, 17, 8)])
})

test('a window on another screen, or of no size, covers nothing here', () => {
  expect(coverage(screen, [editor, secret(box(100, 0, 50, 50)), secret(box(5, 5, 0, 9))], rules)).toEqual([])
})

test('the same window twice, before and after, is one area', () => {
  const twice = [editor, secret(box(10, 5, 20, 10)), secret(box(10, 5, 20, 10)), secret(box(12, 6, 2, 2))]
  expect(coverage(screen, twice, rules)).toEqual([box(20, 10, 40, 20)])
})

describe('what is not known makes the whole picture unreadable', () => {
  const cases: [string, readonly OpenWindow[] | undefined][] = [
    ['windows are unknown', undefined],
    ['no window is open', []],
    ['no window is active', [{ ...editor, focused: false }]],
    ['the place of an excluded window is unknown', [editor, secret(undefined)]],
    ['the place of an excluded window makes no sense', [editor, secret(box(Number.NaN, 0, 1, 1))]],
    ['an excluded window has a negative size', [editor, secret(box(0, 0, -1, 1))]],
    [
      'nothing at all is known of a window',
      [editor, { app: undefined, title: undefined, area: undefined, focused: false }],
    ],
  ]
  test.each(cases)('%s', (_, windows) => {
    expect(coverage(screen, windows, rules)).toBe('all')
  })

  test('the screen’s own place makes no sense', () => {
    expect(coverage({ ...screen, area: box(0, 0, 0, 0) }, [editor, secret(box(0, 0, 1, 1))], rules)).toBe('all')
  })
})

test('every pixel that shows a part of an excluded window is covered, at any scale and place', () => {
  const side = fc.integer({ min: 1, max: 400 })
  const place = fc.integer({ min: -500, max: 500 })
  const area = fc.record({ x: place, y: place, width: side, height: side })
  fc.assert(
    fc.property(area, area, side, side, (desktop, window, width, height) => {
      const covered = coverage({ area: desktop, width, height }, [editor, secret(window)], rules)
      if (covered === 'all') throw new Error('It is known where it is')
      for (let x = 0; x < width; x += 1) {
        for (let y = 0; y < height; y += 7) {
          // In whole numbers, so that windows that only touch a pixel's edge are told from those that reach into it.
          const shows =
            x * desktop.width < (window.x + window.width - desktop.x) * width &&
            (x + 1) * desktop.width > (window.x - desktop.x) * width &&
            y * desktop.height < (window.y + window.height - desktop.y) * height &&
            (y + 1) * desktop.height > (window.y - desktop.y) * height
          if (shows && !covered.some((box) => holds(box, x, y))) throw new Error(`${x}, ${y} is not covered`)
        }
      }
      for (const { x, y, width: across, height: down } of covered) {
        expect([x, y, across, down].every(Number.isSafeInteger)).toBe(true)
        expect(x >= 0 && y >= 0 && x + across <= width && y + down <= height).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})

const holds = (area: Area, x: number, y: number): boolean =>
  x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
