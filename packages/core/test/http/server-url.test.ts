import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { parseServerUrl } from '../../src/http/index.js'
import { isMeantimeError } from '../../src/index.js'

test.each([
  ['https://time.example.org', 'https://time.example.org'],
  ['https://time.example.org/', 'https://time.example.org'],
  ['  https://time.example.org///  ', 'https://time.example.org'],
  ['https://example.org/meantime/', 'https://example.org/meantime'],
  ['HTTP://LOCALHOST:8080', 'http://localhost:8080'],
  ['http://[::1]:8080/x/y', 'http://[::1]:8080/x/y'],
])('%s is kept as %s', (typed, kept) => {
  expect(parseServerUrl(typed)).toBe(kept)
})

test.each([
  '',
  'time.example.org',
  'ftp://example.org',
  'file:///etc/passwd',
  'https://',
  'localhost:8080',
  'javascript:1',
])('"%s" is refused as an address', (typed) => {
  expect(() => parseServerUrl(typed)).toThrow(expect.objectContaining({ code: 'INVALID_SERVER_URL', kind: 'input' }))
})

test.each(['https://me:hunter2@example.org', 'https://example.org/?token=hunter2', 'https://example.org/#hunter2'])(
  'a secret in an address is refused and not repeated (%#)',
  (typed) => {
    try {
      parseServerUrl(typed)
      expect.unreachable()
    } catch (error) {
      expect(isMeantimeError(error, 'INVALID_SERVER_URL')).toBe(true)
      expect(inspect(error, { depth: null, showHidden: true }).split('at ')[0]).not.toContain('hunter2')
    }
  },
)
