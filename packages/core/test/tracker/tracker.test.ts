import { beforeEach, describe, expect, it } from 'vitest'
import { type EntryId, isMeantimeError, LOCAL_ACCOUNT, type Profile, TimeTracker, workedMs } from '../../src/index.js'
import { ACCOUNT, InstantClock } from '../sync/harness.js'
import { StubJournal } from './stub-journal.js'

const MIN = 60_000
let clock: InstantClock
let journal: StubJournal
let tracker: TimeTracker
let profile: Profile | undefined

beforeEach(() => {
  clock = new InstantClock()
  journal = new StubJournal(clock)
  profile = { accountId: ACCOUNT, email: 'ann@example.org', server: 'http://127.0.0.1:1' }
  let ids = 0
  const newId = () => `id-${++ids}`
  tracker = new TimeTracker(journal, { current: () => profile, save: async () => undefined }, clock, newId)
})

const code = (expected: string) => (error: unknown) => isMeantimeError(error, expected)
const later = (ms: number) => {
  clock.time += ms
}

describe('the tracker', () => {
  it('counts worked time across pause and resume', async () => {
    await tracker.start({ description: 'Write the report' })
    later(30 * MIN)
    await tracker.pause()
    later(15 * MIN)
    await tracker.resume()
    later(10 * MIN)
    const { entry } = await tracker.stop()
    expect(entry.state).toBe('stopped')
    expect(workedMs(entry, clock.now())).toBe(40 * MIN)
  })

  it('starting while an entry is open is refused by name, and changes nothing', async () => {
    await tracker.start({ description: 'Email' })
    await expect(tracker.start({ description: 'Lunch' })).rejects.toSatisfy(code('ALREADY_TRACKING'))
    expect(journal.events).toHaveLength(1)
  })

  it('switching stops the open entry at the same instant', async () => {
    const first = await tracker.start({ description: 'Email' })
    later(5 * MIN)
    const { entry, stopped } = await tracker.start({ description: 'Review', whenOpen: 'stop' })
    expect(stopped).toMatchObject({ id: first.entry.id, state: 'stopped', endedAt: entry.startedAt })
    expect(await tracker.current()).toMatchObject({ description: 'Review', state: 'running' })
  })

  it('switching from a paused entry ends it without adding time', async () => {
    await tracker.start({ description: 'Email' })
    later(5 * MIN)
    await tracker.pause()
    later(60 * MIN)
    const { stopped } = await tracker.start({ description: 'Review', whenOpen: 'stop' })
    expect(stopped && workedMs(stopped, clock.now())).toBe(5 * MIN)
  })

  it.each([
    ['pause', 'NOTHING_RUNNING'],
    ['resume', 'NOTHING_RUNNING'],
    ['stop', 'NOTHING_RUNNING'],
  ] as const)('%s without an open entry says so', async (verb, expected) => {
    await expect(tracker[verb]()).rejects.toSatisfy(code(expected))
  })

  it('pausing twice and resuming twice say so', async () => {
    await tracker.start()
    await expect(tracker.resume()).rejects.toSatisfy(code('ALREADY_RUNNING'))
    await tracker.pause()
    await expect(tracker.pause()).rejects.toSatisfy(code('ALREADY_PAUSED'))
  })

  it('takes an earlier moment that a person names', async () => {
    const { entry } = await tracker.start({ at: clock.now() - 20 * MIN })
    expect(workedMs(entry, clock.now())).toBe(20 * MIN)
    expect(journal.events[0]).toMatchObject({ occurredAt: clock.now() - 20 * MIN, recordedAt: clock.now() })
  })

  it('refuses a named moment within time that is tracked already, so that nothing counts twice', async () => {
    await tracker.start({ description: 'Email' })
    later(30 * MIN)
    await tracker.stop()
    later(10 * MIN)
    const overlapping = tracker.start({ at: clock.now() - 20 * MIN })
    await expect(overlapping).rejects.toSatisfy(code('TIME_OVERLAPS'))
    expect((await tracker.start({ at: clock.now() - 10 * MIN })).entry.state).toBe('running')
  })

  it('an entry from a clock that was ahead does not stand in the way of today', async () => {
    later(365 * 24 * 60 * MIN)
    await tracker.start()
    await tracker.stop()
    later(-365 * 24 * 60 * MIN)
    later(60 * MIN)
    expect((await tracker.start({ at: clock.now() - 5 * MIN })).entry.state).toBe('running')
  })

  it.each([1, 1_000_000_000])('refuses a moment %i ms in the future', async (ahead) => {
    await expect(tracker.start({ at: clock.now() + ahead })).rejects.toSatisfy(code('TIME_IN_FUTURE'))
  })

  it.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])('refuses %d as a moment', async (at) => {
    await expect(tracker.start({ at })).rejects.toSatisfy(code('TIME_INVALID'))
  })

  it('refuses a stop before the start, so that no duration is negative', async () => {
    await tracker.start()
    later(MIN)
    await expect(tracker.stop({ at: clock.now() - 2 * MIN })).rejects.toSatisfy(code('TIME_BEFORE_LAST'))
    expect((await tracker.current())?.state).toBe('running')
  })

  it('when the clock was set back, stopping still works, counts 0 and marks the entry', async () => {
    await tracker.start()
    later(-60 * MIN)
    const { entry } = await tracker.stop()
    expect(workedMs(entry, clock.now())).toBe(0)
    expect(entry.anomalies).toEqual(['clock-went-back'])
  })

  it.each([
    ['5 MB of text', 'x'.repeat(5_000_000), 'TEXT_TOO_LONG'],
    ['NUL', 'a\0b', 'TEXT_NOT_ALLOWED'],
    ['a lone surrogate', 'a\uD800b', 'TEXT_NOT_ALLOWED'],
  ])('refuses %s as a description', async (_name, description, expected) => {
    await expect(tracker.start({ description })).rejects.toSatisfy(code(expected))
    await expect(tracker.start({ project: description })).rejects.toSatisfy(code(expected))
    expect(journal.events).toEqual([])
  })

  it('keeps emoji and every script as they are', async () => {
    const { entry } = await tracker.start({ description: '  Отчёт 👩‍💻 報告  ', project: '' })
    expect(entry).toMatchObject({ description: 'Отчёт 👩‍💻 報告', project: null })
  })

  it('an event that waited for another program’s write happens after it, not before', async () => {
    await tracker.start()
    const recording = journal.record.bind(journal)
    journal.record = async (account, decide) => {
      later(20)
      return recording(account, decide)
    }
    await tracker.pause()
    expect(journal.events[1]).toMatchObject({ occurredAt: clock.now(), recordedAt: clock.now() })
  })

  it('an edit changes only what it names; a bad stretch is refused', async () => {
    const { entry } = await tracker.start({ description: 'Emial', project: 'Office' })
    later(10 * MIN)
    await tracker.stop()
    const edited = await tracker.edit(entry.id, { description: 'Email' })
    expect(edited.entry).toMatchObject({ description: 'Email', project: 'Office', state: 'stopped' })
    const [from, to] = [entry.startedAt, entry.startedAt + MIN]
    await expect(tracker.edit(entry.id, { segments: [{ from: to, to: from }] })).rejects.toSatisfy(
      code('TIME_NEGATIVE'),
    )
    await expect(tracker.edit(entry.id, { segments: [] })).rejects.toSatisfy(code('TIME_INVALID'))
    await expect(tracker.edit(entry.id, { segments: [{ from, to: null }] })).rejects.toSatisfy(code('ENTRY_STOPPED'))
    expect(workedMs((await tracker.edit(entry.id, { segments: [{ from, to }] })).entry, clock.now())).toBe(MIN)
  })

  it('a deleted entry is gone for every verb', async () => {
    const { entry } = await tracker.start()
    await tracker.delete(entry.id)
    expect(await tracker.current()).toBeUndefined()
    await expect(tracker.delete(entry.id)).rejects.toSatisfy(code('ENTRY_UNKNOWN'))
    await expect(tracker.edit('nope' as EntryId, {})).rejects.toSatisfy(code('ENTRY_UNKNOWN'))
  })

  it('records for this computer before anybody has signed in', () => {
    expect(tracker.account).toBe(ACCOUNT)
    profile = undefined
    expect(tracker.account).toBe(LOCAL_ACCOUNT)
  })
})
