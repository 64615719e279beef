import { describe, expect, test } from 'vitest'
import { type Entry, foldEntry, workedMs } from '../src/domain/entry.js'
import type { Segment, TimeEvent } from '../src/domain/event.js'
import { edit, folded, HOUR, MINUTE, NINE, pause, remove, resume, start, stop } from './stub-events.js'

const YEAR = 365 * 24 * HOUR
/** Minutes after nine, as a stretch. */
const stretch = (from: number, to: number | null): Segment => ({
  from: NINE + from * MINUTE,
  to: to === null ? null : NINE + to * MINUTE,
})
const at = (minutes: number): number => NINE + minutes * MINUTE

describe('the ordinary life of an entry', () => {
  const rows: [string, TimeEvent[], Entry['state'], Segment[], number, number | null][] = [
    ['runs from its start', [start(at(0))], 'running', [stretch(0, null)], 120, null],
    ['stops', [start(at(0)), stop(at(50))], 'stopped', [stretch(0, 50)], 50, 50],
    ['pauses', [start(at(0)), pause(at(20))], 'paused', [stretch(0, 20)], 20, null],
    [
      'goes on after a pause',
      [start(at(0)), pause(at(20)), resume(at(30))],
      'running',
      [stretch(0, 20), stretch(30, null)],
      110,
      null,
    ],
    [
      'counts no pause',
      [start(at(0)), pause(at(20)), resume(at(30)), stop(at(60))],
      'stopped',
      [stretch(0, 20), stretch(30, 60)],
      50,
      60,
    ],
    [
      'stops out of a pause: the pause still counts nothing, and the end is the stop',
      [start(at(0)), pause(at(20)), stop(at(60))],
      'stopped',
      [stretch(0, 20)],
      20,
      60,
    ],
    ['is deleted while it runs', [start(at(0)), remove(at(30))], 'deleted', [stretch(0, 30)], 30, 30],
    [
      'is deleted after it stopped: the end stays',
      [start(at(0)), stop(at(20)), remove(at(90))],
      'deleted',
      [stretch(0, 20)],
      20,
      20,
    ],
  ]

  test.each(rows)('an entry %s', (_title, events, state, segments, minutes, endedAt) => {
    const entry = folded(...events)
    expect(entry).toMatchObject({ state, segments, startedAt: NINE, anomalies: [] })
    expect(entry.endedAt).toBe(endedAt === null ? null : at(endedAt))
    expect(workedMs(entry, at(120))).toBe(minutes * MINUTE)
  })

  test('events without a start are no entry', () => {
    expect(foldEntry([pause(NINE), stop(NINE), remove(NINE), edit(NINE, {})])).toBeUndefined()
    expect(foldEntry([])).toBeUndefined()
  })

  test('description, project and zone come from the start', () => {
    const begun = { ...start(NINE, 'Plan', 'Garden'), zone: 'Asia/Tokyo' }
    expect(folded(begun, { ...stop(at(1)), zone: 'Europe/Berlin' })).toMatchObject({
      description: 'Plan',
      project: 'Garden',
      zone: 'Asia/Tokyo',
    })
  })
})

describe('events that make no sense', () => {
  const begun = [start(at(0)), pause(at(10)), resume(at(20)), stop(at(30))]
  const rows: [string, TimeEvent[], TimeEvent][] = [
    ['a second start', [start(at(0))], start(at(5), 'Other')],
    ['a pause of a paused entry', [start(at(0)), pause(at(10))], pause(at(12))],
    ['a resume of a running entry', [start(at(0))], resume(at(12))],
    ['a pause of a stopped entry', begun, pause(at(40))],
    ['a resume of a stopped entry', begun, resume(at(40))],
    ['a second stop', begun, stop(at(40))],
    ['an event after a delete', [...begun, remove(at(35))], resume(at(40))],
    ['an edit after a delete', [...begun, remove(at(35))], edit(at(40), { description: 'Back' })],
    ['an event of a newer version', begun, { ...stop(at(40)), type: 'split' } as unknown as TimeEvent],
  ]
  test.each(rows)('%s changes nothing and is noted', (_title, before, odd) => {
    const entry = folded(...before)
    expect(folded(...before, odd)).toEqual({ ...entry, anomalies: ['ignored-event'] })
  })

  test('an anomaly is noted once, however often it happens', () => {
    expect(folded(start(at(0)), resume(at(1)), resume(at(2))).anomalies).toEqual(['ignored-event'])
  })
})

describe('a clock that jumps', () => {
  test.each([1, HOUR, YEAR])('set back by %d ms while running, the stretch counts 0 and is noted', (jump) => {
    const entry = folded(start(NINE), stop(NINE - jump))
    expect(entry).toMatchObject({ segments: [{ from: NINE, to: NINE }], endedAt: NINE, anomalies: ['clock-went-back'] })
    expect(workedMs(entry, NINE)).toBe(0)
  })

  test('set back during a pause, work goes on from the pause and never counts twice', () => {
    const entry = folded(start(at(0)), pause(at(30)), resume(at(10)), stop(at(40)))
    expect(entry).toMatchObject({ segments: [stretch(0, 30), stretch(30, 40)], anomalies: ['clock-went-back'] })
    expect(workedMs(entry, at(40))).toBe(40 * MINUTE)
  })

  test.each([
    ['stopped', stop(at(10))],
    ['deleted', remove(at(10))],
  ])('set back during a pause, an entry that is %s never ends before its last work', (state, last) => {
    const entry = folded(start(at(0)), pause(at(30)), last)
    expect(entry).toMatchObject({ state, endedAt: at(30), anomalies: ['clock-went-back'] })
  })

  test('put forward by a year, what the clock said is kept as it is: correcting it is for the person', () => {
    const entry = folded(start(NINE), stop(NINE + YEAR))
    expect(workedMs(entry, NINE)).toBe(YEAR)
    expect(entry.anomalies).toEqual([])
  })

  test('a running entry whose clock was set back has worked 0, never less', () => {
    expect(workedMs(folded(start(NINE)), NINE - YEAR)).toBe(0)
  })
})

describe('edits', () => {
  const running = [start(at(0))]
  const paused = [start(at(0)), pause(at(20))]
  const stopped = [start(at(0)), stop(at(60))]

  test('only what is named changes', () => {
    const before = folded(start(at(0), 'Plan', 'Garden'), stop(at(60)))
    const after = (changes: Parameters<typeof edit>[1]) =>
      folded(start(at(0), 'Plan', 'Garden'), stop(at(60)), edit(at(90), changes))
    expect(after({ description: 'Dig' })).toEqual({ ...before, description: 'Dig' })
    expect(after({ project: 'House' })).toEqual({ ...before, project: 'House' })
    expect(after({ project: null })).toEqual({ ...before, project: null })
    expect(after({ description: '' })).toEqual({ ...before, description: '' })
    expect(after({})).toEqual(before)
  })

  test('what a newer version may write into an edit never reaches the state', () => {
    const changes = { description: 'Dig', state: 'running', id: 'other', anomalies: null } as { description: string }
    expect(folded(...stopped, edit(at(90), changes))).toEqual({ ...folded(...stopped), description: 'Dig' })
  })

  const rows: [string, TimeEvent[], Segment[], Entry['state'], number | null][] = [
    ['of a stopped entry move its start and end', stopped, [stretch(-10, 20), stretch(30, 40)], 'stopped', 40],
    ['that close a running entry stop it', running, [stretch(0, 20)], 'stopped', 20],
    ['that end open keep a running entry running', running, [stretch(-30, null)], 'running', null],
    ['of a paused entry keep it paused', paused, [stretch(0, 15)], 'paused', null],
    ['that end open set a paused entry running', paused, [stretch(0, 20), stretch(25, null)], 'running', null],
    ['may touch each other and be empty', stopped, [stretch(0, 10), stretch(10, 10), stretch(10, 30)], 'stopped', 30],
  ]
  test.each(rows)('new stretches %s', (_title, before, segments, state, endedAt) => {
    const entry = folded(...before, edit(at(90), { segments }))
    expect(entry).toMatchObject({ state, segments, startedAt: segments[0]?.from, anomalies: [] })
    expect(entry.endedAt).toBe(endedAt === null ? null : at(endedAt))
  })

  const bad: [string, Segment[]][] = [
    ['are none', []],
    ['overlap', [stretch(0, 30), stretch(20, 40)]],
    ['are out of order', [stretch(30, 40), stretch(0, 10)]],
    ['end before they start', [stretch(30, 20)]],
    ['are open in the middle, and so count without end', [stretch(0, null), stretch(30, 40)]],
    ['would set a stopped entry running', [stretch(0, null)]],
    ['are no numbers', [{ from: Number.NaN, to: at(30) }]],
  ]
  test.each(bad)('stretches that %s are not taken, the rest of the edit is', (_title, segments) => {
    expect(folded(...stopped, edit(at(90), { segments, description: 'Dig' }))).toEqual({
      ...folded(...stopped),
      description: 'Dig',
      anomalies: ['ignored-event'],
    })
  })

  test('a running entry whose start was moved is paused where the pause happened', () => {
    const entry = folded(...running, edit(at(10), { segments: [stretch(-30, null)] }), pause(at(20)))
    expect(entry).toMatchObject({ state: 'paused', startedAt: at(-30), segments: [stretch(-30, 20)] })
  })
})
