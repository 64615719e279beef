import { describe, expect, test } from 'vitest'
import { timeEvent } from '../src/time-event.js'
import { EDIT, MESSAGES, START } from './samples.js'

const valid = (message: unknown) => timeEvent.safeParse(message).success

describe.each(Object.values(MESSAGES))('$type', (message) => {
  test('goes over the wire and back unchanged', () => {
    expect(timeEvent.parse(JSON.parse(JSON.stringify(message)))).toEqual(message)
  })

  test.each(Object.keys(message))('is refused without %s', (member) => {
    expect(valid({ ...message, [member]: undefined })).toBe(false)
  })

  test('is refused with a member too many: a typing error must not be lost in silence', () => {
    expect(valid({ ...message, accessToken: 'x' })).toBe(false)
    expect(valid({ ...message, ocurredAt: 1 })).toBe(false)
  })

  test.each<[string, object]>([
    ['an id that is no UUID', { id: 'x' }],
    ['an entry id that is no UUID', { entryId: '0195d3c0-1000-7000-8000' }],
    ['a time before 1970', { occurredAt: -1 }],
    ['a time with a fraction', { occurredAt: 0.5 }],
    ['a time after the last Date', { recordedAt: 8_640_000_000_000_001 }],
    ['a time as text', { occurredAt: '2026-01-05T09:00:00Z' }],
    ['no number', { occurredAt: Number.NaN }],
    ['a negative position', { seq: -1 }],
    ['a position past the safe integers', { seq: 2 ** 53 }],
    ['NUL in the zone', { zone: 'UTC\0' }],
    ['an endless device', { deviceId: 'x'.repeat(65) }],
  ])('is refused with %s', (_, change) => {
    expect(valid({ ...message, ...change })).toBe(false)
  })
})

test('an unknown type, and the short names of the journal, are refused', () => {
  for (const type of ['start', 'time_entry_start ', 'screenshot', '', null])
    expect(valid({ ...START, type })).toBe(false)
})

describe('text', () => {
  test.each(['a\0b', '\0', '\ud800', 'x\udc00y', '\udc00\ud800'])(
    '%j is refused: no store keeps it as it is',
    (text) => {
      expect(valid({ ...START, description: text })).toBe(false)
      expect(valid({ ...START, project: text })).toBe(false)
      expect(valid({ ...EDIT, changes: { description: text } })).toBe(false)
      expect(valid({ ...EDIT, changes: { project: text } })).toBe(false)
    },
  )

  test.each(['', ' ', 'x\ny\t', '📖', 'e\u0301', '\u202eabc', '\ufffd', '<script>'])('%j is kept as it is', (text) => {
    expect(timeEvent.parse({ ...START, description: text })).toHaveProperty('description', text)
  })

  test('is taken up to its limit and not one character further', () => {
    expect(valid({ ...START, description: 'x'.repeat(5000), project: 'x'.repeat(200) })).toBe(true)
    expect(valid({ ...START, description: 'x'.repeat(5001) })).toBe(false)
    expect(valid({ ...START, project: 'x'.repeat(201) })).toBe(false)
  })
})

describe('an edit', () => {
  const edit = (changes: unknown) => valid({ ...EDIT, changes })

  test('may change each thing alone, or nothing', () => {
    for (const changes of [{}, { project: null }, { description: 'x' }, { segments: [{ from: 1, to: 1 }] }])
      expect(edit(changes)).toBe(true)
  })

  test.each<[string, unknown]>([
    ['an unknown member', { title: 'x' }],
    ['no worked time at all', { segments: [] }],
    ['a stretch that ends before it starts', { segments: [{ from: 2, to: 1 }] }],
    ['a stretch with a member too many', { segments: [{ from: 1, to: 2, note: 'x' }] }],
    ['a stretch without an end member', { segments: [{ from: 1 }] }],
    ['too many stretches', { segments: Array.from({ length: 1001 }, () => ({ from: 1, to: 2 })) }],
    ['a list', []],
    ['null', null],
  ])('is refused with %s', (_, changes) => {
    expect(edit(changes)).toBe(false)
  })
})

test('both limits of time are taken', () => {
  expect(valid({ ...START, occurredAt: 0, recordedAt: 8_640_000_000_000_000 })).toBe(true)
})
