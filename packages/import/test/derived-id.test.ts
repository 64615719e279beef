import fc from 'fast-check'
import { expect, test } from 'vitest'
import { derivedId } from '../src/derived-id.js'

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('the same source gives the same id, another source another one', () => {
  expect(derivedId(1_700_000_000_000, 'hubnity', 1)).toBe(derivedId(1_700_000_000_000, 'hubnity', 1))
  expect(derivedId(1_700_000_000_000, 'hubnity', 1)).not.toBe(derivedId(1_700_000_000_000, 'hubnity', '1'))
  expect(derivedId(1_700_000_000_000, 'a', 'b')).not.toBe(derivedId(1_700_000_000_000, 'ab'))
})

test('every id is a UUID in the shape of v7, and ids are ordered as their times', () => {
  const time = fc.integer({ min: 0, max: 8_640_000_000_000 })
  fc.assert(
    fc.property(time, time, fc.string(), (a, b, text) => {
      const [one, other] = [derivedId(a, text), derivedId(b, text)]
      expect(one).toMatch(V7)
      if (a !== b) expect(one < other).toBe(a < b)
    }),
  )
})
