import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEvent, foldEntry, workedMs } from '../src/domain/entry.js'
import type { TimeEvent } from '../src/domain/event.js'
import { anInstant, anyEvents, NINE, pause, plainEvents, resume, start, stop } from './stub-events.js'

/** A value that nothing can change without throwing. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}

test('worked time is never negative, whatever happened in whatever order', () => {
  fc.assert(
    fc.property(anyEvents, anInstant, (events, now) => {
      const entry = foldEntry(events)
      if (entry) expect(workedMs(entry, now)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('pauses and resumes in order sum to exactly the time between them', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 12 * 3_600_000 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(steps, (durations) => {
      let now = NINE
      let worked = 0
      const events: TimeEvent[] = [start(now)]
      durations.forEach((duration, index) => {
        now += duration
        if (index % 2 === 0) worked += duration
        const last = index === durations.length - 1
        events.push(last ? stop(now) : index % 2 === 0 ? pause(now) : resume(now))
      })
      const entry = foldEntry(events)
      expect(entry).toMatchObject({ state: 'stopped', anomalies: [], endedAt: now })
      expect(entry && workedMs(entry, Number.MAX_SAFE_INTEGER)).toBe(worked)
    }),
  )
})

test('the same events always give the same entry, and none of them is changed', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const before = structuredClone(events)
      frozen(events)
      expect(foldEntry(events)).toEqual(foldEntry(events))
      expect(events).toEqual(before)
    }),
  )
})

test('folding a part and applying the rest gives what folding all gives', () => {
  fc.assert(
    fc.property(anyEvents, fc.nat(14), (events, cut) => {
      const first = frozen(foldEntry(events.slice(0, cut)))
      const rest = events.slice(cut).reduce((entry, event) => frozen(applyEvent(entry, event)), first)
      expect(rest).toEqual(foldEntry(events))
    }),
  )
})

test('an entry that exists never vanishes', () => {
  fc.assert(
    fc.property(plainEvents, anyEvents, (events, more) => {
      expect(foldEntry([...events, ...more])).toBeDefined()
    }),
  )
})

test('stretches stay in order, never overlap, and only a running entry has an open one', () => {
  fc.assert(
    fc.property(fc.oneof(plainEvents, anyEvents), (events) => {
      const entry = foldEntry(events)
      if (!entry) return
      let floor = Number.NEGATIVE_INFINITY
      for (const { from, to } of entry.segments) {
        expect(from).toBeGreaterThanOrEqual(floor)
        expect(to ?? from).toBeGreaterThanOrEqual(from)
        floor = to ?? Number.POSITIVE_INFINITY
      }
      expect(entry.segments.at(-1)?.to === null).toBe(entry.state === 'running')
      expect(entry.startedAt).toBe(entry.segments[0]?.from)
    }),
  )
})

test('an entry has ended exactly when it is stopped or deleted, and never before its last work', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const entry = foldEntry(events)
      if (!entry) return
      expect(entry.endedAt !== null).toBe(entry.state === 'stopped' || entry.state === 'deleted')
      if (entry.endedAt !== null) expect(entry.endedAt).toBeGreaterThanOrEqual(entry.segments.at(-1)?.to ?? 0)
    }),
  )
})

test('time that only grows is never noted as going back', () => {
  fc.assert(
    fc.property(plainEvents, (events) => {
      const growing = events.map((event, index) => ({ ...event, occurredAt: NINE + index }))
      expect(foldEntry(growing)?.anomalies).not.toContain('clock-went-back')
    }),
  )
})
