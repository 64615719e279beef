import { describe, expect, test } from 'vitest'
import { stretchesOf } from '../../src/found-entry.js'
import { type FileFormat, type ReadOptions, readFile } from '../../src/in/index.js'
import { readProjectMap } from '../../src/projects.js'

const NOW = Date.UTC(2026, 5, 1)
const at = (text: string) => Date.parse(text)

function read(format: FileFormat, content: string | Uint8Array, more: Partial<ReadOptions> = {}) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return readFile(format, bytes, { now: NOW, zone: 'Europe/Berlin', ...more })
}
const said = (plan: ReturnType<typeof read>) =>
  plan.entries.map((entry) => [
    entry.description,
    entry.project,
    ...stretchesOf(entry).map(({ from, to }) => to - from),
  ])
const reasons = (plan: ReturnType<typeof read>) => plan.leftOut.map(({ where, reason }) => `${where}: ${reason}`)

const TOGGL = `\uFEFFUser,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()
Ann,ann@example.org,Acme,Website,,"Write ""the"" report, part 1",No,2026-01-05,09:00:00,2026-01-05,10:30:00,01:30:00,,
Ann,ann@example.org,Acme,Website,,"two
lines",No,2026-01-05,23:00:00,2026-01-06,01:00:00,02:00:00,,
Ann,ann@example.org,,,,Still running,No,2026-01-07,09:00:00,,,,,
Ann,ann@example.org,,,,Next year,No,2027-01-05,09:00:00,2027-01-05,10:00:00,01:00:00,,
Ann,ann@example.org,,,,No clock,No,2026-03-29,02:15:00,2026-03-29,02:45:00,00:30:00,,
Ann,ann@example.org,,,,Odd day,No,01/02/2026,09:00:00,01/02/2026,10:00:00,01:00:00,,
Ann,ann@example.org,,,,Backwards,No,2026-01-08,10:00:00,2026-01-08,09:00:00,,,
`

describe("Toggl's report", () => {
  test('comes in the zone that is named, and what is left out has its reason', () => {
    const plan = read('toggl', TOGGL)
    expect(said(plan)).toEqual([
      ['Write "the" report, part 1', 'Website', 5_400_000],
      ['two\nlines', 'Website', 7_200_000],
    ])
    expect(plan.entries.map(({ zone, steps }) => [zone, steps[0]?.at])).toEqual([
      ['Europe/Berlin', at('2026-01-05T08:00:00Z')],
      ['Europe/Berlin', at('2026-01-05T22:00:00Z')],
    ])
    expect(reasons(plan)).toEqual([
      'line 5: still-open',
      'line 6: in-the-future',
      'line 7: clock-skipped',
      'line 8: time-missing',
      'line 9: ends-before-start',
    ])
    expect(plan.remarks.join()).toContain('Europe/Berlin')
  })

  test('twice gives the same entries; two that say the same are two', () => {
    const twice = `${TOGGL}Ann,,,,,Twin,No,2026-02-05,09:00:00,2026-02-05,10:00:00,01:00:00,,\n`.repeat(1)
    const twin = `${twice}Ann,,,,,Twin,No,2026-02-05,09:00:00,2026-02-05,10:00:00,01:00:00,,\n`
    const [one, two] = [read('toggl', twin), read('csv', twin)]
    expect(new Set(one.entries.map(({ id }) => id)).size).toBe(4)
    expect(two.entries.map(({ id }) => id)).toEqual(one.entries.map(({ id }) => id))
  })

  test('projects get other names, and the entries stay the same ones', () => {
    const projects = readProjectMap(['Website=Site 2'])
    const [plain, named] = [read('toggl', TOGGL), read('toggl', TOGGL, { projects })]
    expect(named.entries.map(({ project }) => project)).toEqual(['Site 2', 'Site 2'])
    expect(named.entries.map(({ id }) => id)).toEqual(plain.entries.map(({ id }) => id))
  })
})

describe('tables of other programs', () => {
  test('by the names of their columns, with semicolons and in an old encoding', () => {
    const text = 'Date;Start;End;Title\n5.1.2026;9:00;10:00;B\u00fcro\n'
    expect(said(read('csv', Buffer.from(text, 'latin1')))).toEqual([['B\u00fcro', null, 3_600_000]])
    expect(said(read('csv', Buffer.from(`\uFEFF${text}`, 'utf16le')))).toEqual([['B\u00fcro', null, 3_600_000]])
  })

  test('with exact times need no zone', () => {
    const plan = read('csv', 'start,end\n2026-01-05T09:00:00Z,2026-01-05T10:00:00Z\n')
    expect(plan.entries[0]?.steps[0]?.at).toBe(at('2026-01-05T09:00:00Z'))
    expect(plan.remarks).toEqual([])
  })

  test.each<[FileFormat, string]>([
    ['csv', 'name,colour\na,b\n'],
    ['csv', 'start,end\n"open,1\n'],
    ['json', '{"entries":'],
    ['watson', '{"no":"list"}'],
    ['timewarrior', 'inc 20260105T090000Z'],
  ])('a file that is no %s is refused with a sentence', (format, text) => {
    expect(() => read(format, text)).toThrow(expect.objectContaining({ code: 'IMPORT_FORMAT_UNKNOWN' }))
  })
})

describe('Watson', () => {
  const id = 'd3c4d40e3ac548cd8e2d9a8f7b0e5f11'
  const seconds = at('2026-01-05T09:00:00Z') / 1000

  test('its file and its log are the same entries', () => {
    const file = read('watson', JSON.stringify([[seconds, seconds + 60, 'Website', id, ['a', 'b'], seconds + 60]]))
    const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    const frame = { id: dashed, start: '2026-01-05T10:00:00+01:00', stop: '2026-01-05T10:01:00+01:00' }
    const log = read('watson', JSON.stringify([{ ...frame, project: 'Website', tags: ['a', 'b'] }]))
    expect(said(file)).toEqual([['a, b', 'Website', 60_000]])
    expect(log.entries).toEqual(file.entries)
  })

  test('a frame without its times is left out', () => {
    expect(reasons(read('watson', JSON.stringify([[null, 5, 'x', id, []]])))).toEqual(['frame 1: time-missing'])
  })
})

describe('Timewarrior', () => {
  const intervals = [
    { id: 2, start: '20260105T090000Z', end: '20260105T100000Z', tags: ['acme', 'report'] },
    { id: 1, start: '20260106T090000Z', end: '20260106T100000Z', tags: ['acme'], annotation: 'The other one' },
    { id: 0, start: '20260107T090000Z', tags: ['acme'] },
  ]

  test('a tag that the map names becomes the project; what is running is left out', () => {
    const plan = read('timewarrior', JSON.stringify(intervals), { projects: readProjectMap(['acme=Acme Inc.']) })
    expect(said(plan)).toEqual([
      ['report', 'Acme Inc.', 3_600_000],
      ['The other one', 'Acme Inc.', 3_600_000],
    ])
    expect(reasons(plan)).toEqual(['interval 3: still-open'])
  })

  test('numbers that Timewarrior gives anew make no new entries, nor does another map', () => {
    const plain = read('timewarrior', JSON.stringify(intervals))
    const later = intervals.map((interval) => ({ ...interval, id: interval.id + 5 }))
    const named = read('timewarrior', JSON.stringify(later), { projects: readProjectMap(['acme=Acme']) })
    expect(named.entries.map(({ id }) => id)).toEqual(plain.entries.map(({ id }) => id))
  })
})

test('a map that says nothing is refused', () => {
  expect(() => readProjectMap(['Website'])).toThrow(expect.objectContaining({ code: 'PROJECT_MAP_INVALID' }))
})
