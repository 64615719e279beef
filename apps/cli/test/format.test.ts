import { describe, expect, test } from 'vitest'
import { localeOf } from '../src/output/locale.js'
import { oneLine, printable } from '../src/output/printable.js'
import { styleFor } from '../src/output/style.js'
import { duration, sameDay, ticking, timeFormat } from '../src/time/format.js'
import { bytes, sink } from './support/in-process.js'

const MINUTE = 60_000

describe('durations', () => {
  test.each([
    [-5, '0s', '0:00:00'],
    [59_999, '59s', '0:00:59'],
    [5 * MINUTE, '5m', '0:05:00'],
    [65 * MINUTE, '1h 05m', '1:05:00'],
    [100 * 60 * MINUTE, '100h 00m', '100:00:00'],
    [754_000, '12m', '0:12:34'],
  ])('%d ms is %s, and %s while it runs', (ms, worked, running) => {
    expect([duration(ms), ticking(ms)]).toEqual([worked, running])
  })
})

describe('times', () => {
  const at = Date.parse('2026-01-05T22:30:00Z')
  const now = Date.parse('2026-01-05T23:30:00Z')

  test('are shown where the person is, with the day when it is another one', () => {
    const berlin = timeFormat({ zone: 'Europe/Berlin', locale: 'en-GB' })
    expect(berlin.clock(at)).toBe('23:30')
    expect(berlin.moment(at, now)).toBe('Mon, 5 Jan 2026, 23:30')
    expect(timeFormat({ zone: 'UTC', locale: 'en-GB' }).moment(at, now)).toBe('22:30')
    expect([sameDay(at, now, 'Europe/Berlin'), sameDay(at, now, 'UTC')]).toEqual([false, true])
  })

  test.each([
    [{ LANG: 'de_DE.UTF-8' }, 'de-DE'],
    [{ LC_ALL: 'en_US.UTF-8', LANG: 'de_DE.UTF-8' }, 'en-US'],
    [{ LANG: 'C.UTF-8' }, 'en-GB'],
    [{ LANG: 'not a locale!' }, 'en-GB'],
    [{}, 'en-GB'],
  ])('%o speaks %s', (env, locale) => {
    expect(localeOf(env)).toBe(locale)
  })
})

describe('what a terminal is shown', () => {
  test('a description cannot drive the terminal', () => {
    expect(printable('a\u001B[2Jb\u0007\u009Bc\u202Ed')).toBe('a\uFFFD[2Jb\uFFFD\uFFFDc\uFFFDd')
    expect(printable('tab\tand\nline, Zoë 👩‍💻')).toBe('tab\tand\nline, Zoë 👩‍💻')
    expect(oneLine('two\n lines')).toBe('two lines')
    expect([...oneLine('👍'.repeat(100), 10)]).toHaveLength(10)
  })

  test('colours come only on a terminal, and not when they were declined', () => {
    const io = (isTTY: boolean, env = {}) => ({ stdout: { ...sink(), isTTY }, stderr: sink(), stdin: bytes(), env })
    const strong = (isTTY: boolean, env = {}, color = true) => styleFor(io(isTTY, env), { color }).strong('x')
    expect(strong(true)).toBe('\u001B[1mx\u001B[22m')
    expect([strong(false), strong(true, { NO_COLOR: '1' }), strong(true, {}, false)]).toEqual(['x', 'x', 'x'])
  })
})
