import type { Entry, EntryId } from '@meantime/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asEntry } from '../src/found-entry.js'
import { type FileFormat, readFile } from '../src/in/index.js'
import { guarded, unguarded } from '../src/out/formula.js'
import { csvOf, icsOf, jsonOf } from '../src/out/index.js'

const NOW = Date.UTC(2030, 0, 1)
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns']

/** Any text that an entry can have: no NUL, no half pairs, trimmed; with what breaks tables and spreadsheets in it. */
const hard = fc.constantFrom(
  '"',
  "'",
  ',',
  ';',
  '\n',
  '\r\n',
  '\t',
  '=1+1',
  '+',
  '-',
  '@x',
  "'=",
  '🕰️',
  'שלום',
  '\u202e',
  'é',
)
const text = fc
  .array(fc.oneof(hard, fc.string({ unit: 'grapheme' })), { maxLength: 6 })
  .map((parts) => parts.join('').replaceAll('\0', '').trim())

const entry: fc.Arbitrary<Entry> = fc
  .record({
    id: fc.uuid({ version: 7 }).map((id) => id as EntryId),
    description: text,
    project: fc.option(text.filter((name) => name !== '' && name.length <= 200)),
    zone: fc.constantFrom(...ZONES),
    start: fc.integer({ min: 0, max: Date.UTC(2029, 0, 1) }),
    lengths: fc.array(fc.integer({ min: 0, max: 40_000_000 }), { minLength: 1, maxLength: 9 }),
  })
  .map(({ start, lengths, ...named }) => {
    let at = start
    const edges = [start, ...lengths.map((length) => (at += length))]
    const segments = edges.flatMap((from, n) =>
      n % 2 === 0 && n + 1 < edges.length ? [{ from, to: edges[n + 1] ?? from }] : [],
    )
    const endedAt = edges.at(-1) ?? start
    return { ...named, state: 'stopped' as const, startedAt: start, endedAt, segments, anomalies: [] }
  })

describe('what is exported comes back', () => {
  const there = { json: (entries: readonly Entry[]) => jsonOf(entries, NOW), csv: csvOf }

  test.each(['json', 'csv'] as const)('by %s, whatever people write', (format) => {
    const entries = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 8 })
    fc.assert(
      fc.property(entries, (made) => {
        const bytes = new TextEncoder().encode(there[format](made))
        const plan = readFile(format satisfies FileFormat, bytes, { now: NOW, zone: 'UTC' })
        expect(plan.leftOut).toEqual([])
        expect(new Set(plan.entries.map(asEntry))).toEqual(new Set(made))
      }),
      { numRuns: 300 },
    )
  })

  test('what is still running is told and left out', () => {
    const running = { ...sample('Now'), state: 'running' as const, endedAt: null, segments: [{ from: 0, to: null }] }
    for (const format of ['json', 'csv'] as const) {
      const plan = readFile(format, new TextEncoder().encode(there[format]([running])), { now: NOW, zone: 'UTC' })
      expect([plan.entries.length, plan.leftOut[0]?.reason]).toEqual([0, 'still-open'])
    }
  })
})

function sample(description: string): Entry {
  const segments = [{ from: Date.UTC(2026, 0, 5, 9), to: Date.UTC(2026, 0, 5, 10) }]
  const named = { id: '01900000-0000-7000-8000-000000000001' as EntryId, description, project: 'Acme', zone: 'UTC' }
  return {
    ...named,
    state: 'stopped',
    startedAt: segments[0]?.from ?? 0,
    endedAt: segments[0]?.to ?? 0,
    segments,
    anomalies: [],
  }
}

describe('a spreadsheet', () => {
  test('never meets a cell that it would run', () => {
    fc.assert(
      fc.property(text, (words) => {
        expect(guarded(words)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
        expect(unguarded(guarded(words))).toBe(words)
      }),
    )
    expect(csvOf([sample('=HYPERLINK("http://x","y")')])).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  })

  test('finds times of the day in the zone of the entry', () => {
    const [, row] = csvOf([{ ...sample('Work'), zone: 'Asia/Kathmandu' }]).split('\r\n')
    expect(row).toMatch(/^2026-01-05,14:45:00,15:45:00,1:00:00,Work,Acme,2026-01-05T09:00:00.000Z,/)
  })
})

describe('a calendar', () => {
  test('has an event for each stretch, with words that cannot break out of their line', () => {
    const calendar = icsOf([sample('one, two; three\nBEGIN:VEVENT')], NOW)
    expect(calendar).toContain('DTSTART:20260105T090000Z')
    expect(calendar).toContain('DTEND:20260105T100000Z')
    expect(calendar).toContain('SUMMARY:one\\, two\\; three\\nBEGIN:VEVENT')
    expect(calendar.match(/^BEGIN:VEVENT/gm)).toHaveLength(1)
    expect(calendar.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(calendar).toContain('UID:01900000-0000-7000-8000-000000000001-0@meantime')
  })
})
