import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideAnswer } from '../../src/domain/answer-away.js'
import { type AwayAnswer, type AwayOffer, noteAway } from '../../src/domain/away.js'
import { applyEvent, type Entry, workedMs } from '../../src/domain/entry.js'
import type { TimeEvent } from '../../src/domain/event.js'
import type { EntryId, EventId, OfferId } from '../../src/domain/ids.js'
import { isMeantimeError } from '../../src/index.js'
import {
  anyEvents,
  edit,
  event,
  folded,
  MINUTE,
  NINE,
  pause,
  plainEvents,
  resume,
  start,
  stop,
} from '../stub-events.js'
import { ACCOUNT } from '../sync/harness.js'

const at = (minutes: number) => NINE + minutes * MINUTE
const NOW = at(120)

const offered = (from: number, to: number): AwayOffer => ({
  id: 'offer' as OfferId,
  account: ACCOUNT,
  entryId: 'entry' as EntryId,
  causes: ['idle'],
  from,
  to,
  madeAt: to,
})

/** All entries after the answer. */
function after(entry: Entry, offer: AwayOffer, answer: AwayAnswer, now = NOW): Entry[] {
  let ids = 0
  const state = { open: undefined, entry: () => entry, endedWithin: () => undefined }
  const drafts = decideAnswer(
    offer,
    answer,
    () => now,
    () => `new-${++ids}`,
  )(state)
  const entries = new Map<EntryId, Entry>([[entry.id, entry]])
  for (const draft of drafts) {
    const stamped: TimeEvent = { ...event(now, { type: 'pause' }), ...draft, id: draft.id as EventId }
    const next = applyEvent(entries.get(draft.entryId), stamped)
    if (!next) throw new Error('an event belongs to no entry')
    entries.set(draft.entryId, next)
  }
  return [...entries.values()]
}

const segments = (entries: readonly Entry[]) =>
  entries.map(({ segments }) => segments.map(({ from, to }) => [minute(from), to === null ? null : minute(to)]))
const minute = (instant: number) => (instant - NINE) / MINUTE
const code = (expected: string) => (error: unknown) => isMeantimeError(error, expected)

describe('away from minute 30 to minute 50 of an entry that still runs', () => {
  const running = folded(start(at(0), 'Design', 'Acme'))
  const away = offered(at(30), at(50))

  test('keep changes nothing', () => {
    expect(after(running, away, { kind: 'keep' })).toEqual([running])
  })

  test('discard takes the time out, and the entry goes on', () => {
    const [entry] = after(running, away, { kind: 'discard' })
    expect(segments(entry ? [entry] : [])).toEqual([
      [
        [0, 30],
        [50, null],
      ],
    ])
    expect(entry?.state).toBe('running')
  })

  test('split ends the entry at the last input and begins another at the return', () => {
    const [first, second] = after(running, away, { kind: 'split' })
    expect(first).toMatchObject({ state: 'stopped', endedAt: at(30) })
    expect(second).toMatchObject({ state: 'running', startedAt: at(50), description: 'Design', project: 'Acme' })
  })

  test('split with a description makes the time away an entry of its own, outside of the project', () => {
    const [first, second] = after(running, away, { kind: 'split', description: 'lunch' })
    expect(segments(first && second ? [first, second] : [])).toEqual([
      [
        [0, 30],
        [50, null],
      ],
      [[30, 50]],
    ])
    expect(second).toMatchObject({ state: 'stopped', description: 'lunch', project: null })
  })

  test('stop ends the entry at the last input', () => {
    const [entry, ...more] = after(running, away, { kind: 'stop' })
    expect(entry).toMatchObject({ state: 'stopped', endedAt: at(30) })
    expect(more).toEqual([])
  })
})

describe('an entry that went on', () => {
  test('with pauses keeps them, in both parts of a split', () => {
    const entry = folded(start(at(0)), pause(at(10)), resume(at(20)), pause(at(60)), resume(at(70)), stop(at(90)))
    const [first, second] = after(entry, offered(at(30), at(50)), { kind: 'split' })
    expect(segments(first && second ? [first, second] : [])).toEqual([
      [
        [0, 10],
        [20, 30],
      ],
      [
        [50, 60],
        [70, 90],
      ],
    ])
    expect([first?.state, second?.state]).toEqual(['stopped', 'stopped'])
  })

  test('and is paused now is split into one that ended and one that is paused: never two open ones', () => {
    const entry = folded(start(at(0)), pause(at(60)))
    const states = after(entry, offered(at(30), at(50)), { kind: 'split' }).map(({ state }) => state)
    expect(states).toEqual(['stopped', 'paused'])
  })

  test('and was away from its beginning loses its beginning; away for all of it, it stays, with no time', () => {
    expect(segments(after(folded(start(at(0))), offered(at(-5), at(50)), { kind: 'split' }))).toEqual([[[50, null]]])
    const whole = folded(start(at(0)), stop(at(60)))
    expect(segments(after(whole, offered(at(0), at(60)), { kind: 'discard' }))).toEqual([[[0, 0]]])
    expect(after(whole, offered(at(0), at(60)), { kind: 'split', description: 'lunch' })).toMatchObject([
      { description: 'lunch', segments: whole.segments },
    ])
  })

  test('was edited meanwhile: only what is counted still is corrected, and nothing left is told', () => {
    const shortened = folded(start(at(0)), stop(at(60)), edit(at(61), { segments: [{ from: at(0), to: at(40) }] }))
    expect(segments(after(shortened, offered(at(30), at(50)), { kind: 'discard' }))).toEqual([[[0, 30]]])
    const gone = folded(start(at(0)), stop(at(60)), edit(at(61), { segments: [{ from: at(0), to: at(20) }] }))
    for (const kind of ['keep', 'discard', 'split', 'stop'] as const)
      expect(() => after(gone, offered(at(30), at(50)), { kind })).toThrow(/counted any more/)
  })

  test('with more stretches than a server takes in one edit is left alone, and says so', () => {
    const events = Array.from({ length: 1001 }, (_, index) => [
      index === 0 ? start(at(0)) : resume(at(index)),
      pause(at(index) + MINUTE / 2),
    ])
    const entry = folded(...events.flat())
    try {
      after(entry, offered(at(500), at(500) + 1000), { kind: 'discard' }, at(2000))
      expect.unreachable()
    } catch (error) {
      expect(error).toSatisfy(code('AWAY_TOO_MANY_SEGMENTS'))
    }
  })
})

const anAnswer: fc.Arbitrary<AwayAnswer> = fc.oneof(
  fc.constantFrom<AwayAnswer>({ kind: 'keep' }, { kind: 'discard' }, { kind: 'stop' }, { kind: 'split' }),
  fc.constant<AwayAnswer>({ kind: 'split', description: 'lunch', project: null }),
)
const aMoment = fc.integer({ min: NINE - 100 * MINUTE, max: NINE + 100_000 * MINUTE })
/** Events in an order and at times that people make them. */
const aDay = fc
  .array(fc.integer({ min: 1, max: 90 * MINUTE }), { minLength: 1, maxLength: 12 })
  .chain((steps) => fc.tuple(fc.constant(steps), fc.boolean()))
  .map(([steps, stopped]) => {
    let now = NINE
    const events = steps.map((step, index) => {
      const made = index === 0 ? start(now) : index % 2 === 1 ? pause(now) : resume(now)
      now += step
      return made
    })
    return stopped ? [...events, stop(now)] : events
  })
const aHistory = fc.oneof(aDay, aDay, plainEvents, anyEvents)
const total = (entries: readonly Entry[], now: number) =>
  entries.filter(({ state }) => state !== 'deleted').reduce((sum, entry) => sum + workedMs(entry, now), 0)

function ordered(entry: Entry): void {
  let floor = Number.NEGATIVE_INFINITY
  for (const { from, to } of entry.segments) {
    expect(from).toBeGreaterThanOrEqual(floor)
    expect(to ?? from).toBeGreaterThanOrEqual(from)
    floor = to ?? Number.POSITIVE_INFINITY
  }
}

describe('whatever happened before, and whatever is answered', () => {
  const answered = fc.property(aHistory, aMoment, aMoment, aMoment, anAnswer, (events, one, other, now, answer) => {
    const entry = applyAll(events)
    if (!entry || entry.state === 'deleted') return
    const offer = offered(Math.min(one, other), Math.max(one, other))
    let entries: Entry[]
    try {
      entries = after(entry, offer, answer, now)
    } catch (error) {
      expect(error).toSatisfy(code('AWAY_NOTHING_LEFT'))
      return
    }
    // Also later: no answer sets more than what ran before running.
    for (const later of [now, now + 60 * MINUTE])
      expect(total(entries, later)).toBeLessThanOrEqual(total([entry], later))
    for (const made of entries) ordered(made)
    const pieces = entries
      .flatMap(({ segments }) => segments)
      .sort((a, b) => a.from - b.from || (a.to ?? Number.MAX_SAFE_INTEGER) - (b.to ?? Number.MAX_SAFE_INTEGER))
    pieces.slice(1).forEach(({ from }, index) => {
      expect(from).toBeGreaterThanOrEqual(pieces[index]?.to ?? Number.POSITIVE_INFINITY)
    })
    expect(entries.filter(({ state }) => state === 'running' || state === 'paused').length).toBeLessThanOrEqual(1)
    expect(entries.every(({ anomalies }) => anomalies.every((one) => entry.anomalies.includes(one)))).toBe(true)
    if (answer.kind === 'keep') expect(entries).toEqual([entry])
    if (answer.kind === 'split' && answer.description) expect(total(entries, now)).toBe(total([entry], now))
  })

  test('worked time never grows, stretches stay in order and apart, at most one entry is open', () => {
    fc.assert(answered, { numRuns: 3000 })
  })

  test('an offer that nobody answers changes no entry', () => {
    fc.assert(
      fc.property(aHistory, aMoment, aMoment, aMoment, (events, one, other, now) => {
        const entry = applyAll(events)
        if (!entry) return
        const before = structuredClone(entry)
        const stretch = { causes: ['idle'] as const, from: Math.min(one, other), to: Math.max(one, other) }
        noteAway([], stretch, { account: ACCOUNT, entry, leastMs: 1, now, newId: () => 'id' as OfferId })
        expect(entry).toEqual(before)
      }),
    )
  })
})

function applyAll(events: readonly TimeEvent[]): Entry | undefined {
  return events.reduce<Entry | undefined>((entry, one) => applyEvent(entry, one), undefined)
}
