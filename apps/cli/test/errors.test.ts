import { MeantimeError, TransportError } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { exitCodeFor, friendly, interruptedError } from '../src/errors.js'
import { reportFailure } from '../src/failure.js'
import { bytes, sink } from './support/in-process.js'

const error = (kind: MeantimeError['kind']) => new MeantimeError({ code: 'X', kind, message: 'It broke.' })
const told = (thrown: unknown, asJson = false) => {
  const stderr = sink()
  const code = reportFailure(thrown, { stdout: sink(), stderr, stdin: bytes(), env: {} }, asJson)
  return { code, text: stderr.text() }
}

describe('exit codes', () => {
  test.each([
    ['input', 2],
    ['state', 3],
    ['auth', 4],
    ['network', 5],
    ['storage', 1],
    ['bug', 1],
  ] as const)('trouble of kind %s ends with %d', (kind, code) => {
    expect(exitCodeFor(error(kind))).toBe(code)
  })

  test('Ctrl-C ends with 130, an unreachable server with 5', () => {
    expect(exitCodeFor(interruptedError())).toBe(130)
    expect(exitCodeFor(new TransportError({ failure: 'offline', message: 'No answer.' }))).toBe(5)
  })
})

describe('what people read', () => {
  test('one line says what happened, what is safe and what to do', () => {
    const full = new MeantimeError({ code: 'X', kind: 'state', message: 'What.', safe: 'Safe.', hint: 'Do.' })
    expect(told(full)).toEqual({ code: 3, text: 'What. Safe. Do.\n' })
  })

  test.each(['EROFS', 'ENOSPC', 'EACCES', 'ENOTDIR', 'EIO'])(
    '%s of the disk is told in words, not as a code',
    (code) => {
      const thrown = Object.assign(new Error(`${code}: open`), { code, path: '/data/meantime.db' })
      const { kind, message, safe, hint } = friendly(thrown)
      expect(kind).toBe('storage')
      expect(message).toContain('/data/meantime.db')
      expect([safe, hint].every((text) => text)).toBe(true)
      expect(told(thrown).text).not.toMatch(/EROFS|at .*\.(js|ts):\d/)
    },
  )

  test('a surprise has no stack trace either', () => {
    const { code, text } = told(new TypeError('x is not a function\n    at secret.ts:1'))
    expect(code).toBe(1)
    expect(text.trim().split('\n')).toHaveLength(1)
    expect(text).toContain('x is not a function.')
  })

  test('after a change of Node.js it says to install again', () => {
    const cause = Object.assign(new Error('was compiled against NODE_MODULE_VERSION 115'), {
      code: 'ERR_DLOPEN_FAILED',
    })
    const { code, text } = told(new Error('Cannot open the database', { cause }))
    expect([code, text]).toEqual([1, expect.stringContaining('Install Meantime again')])
  })

  test('of several failures the one that people can act on is told', () => {
    expect(told(new AggregateError([new Error('dull'), error('input')])).code).toBe(2)
  })

  test('instants are told on the clock of the wall', () => {
    const { text } = told(new MeantimeError({ code: 'X', kind: 'input', message: '2026-01-05T10:00:00.000Z is late.' }))
    expect(text).not.toContain('T10:00')
  })

  test('with --json it is one document', () => {
    expect(JSON.parse(told(error('auth'), true).text)).toEqual({
      error: { code: 'X', kind: 'auth', message: 'It broke.', safe: null, hint: null },
    })
  })
})
