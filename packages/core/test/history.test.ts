import { expect, test } from 'vitest'
import {
  type AccountId,
  type Clock,
  type Entry,
  type EntryId,
  type EventId,
  History,
  isMeantimeError,
  type Profiles,
  TimeTracker,
} from '../src/index.js'
import { StubJournal } from './tracker/stub-journal.js'

const MINUTE = 60_000

function opened() {
  let now = 1_000_000 * MINUTE
  let ids = 0
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    zone: () => 'Europe/Berlin',
    sleep: async () => undefined,
  }
  const profiles: Profiles = { current: () => undefined, save: async () => undefined }
  const newId = () => {
    ids += 1
    return `id-${ids}`
  }
  const journal = new StubJournal(clock)
  const history = new History(journal, profiles, clock, newId)
  const tracker = new TimeTracker(journal, profiles, clock, newId)
  const pass = (ms: number) => {
    now += ms
  }
  const visible = async () =>
    (await journal.entries({ account: 'local' as AccountId })).filter(({ state }) => state !== 'deleted')
  return { journal, history, tracker, clock, pass, visible, newId }
}

const plain = (entries: readonly Entry[]) =>
  entries.map(({ description, state, segments, zone }) => ({ description, state, segments, zone }))

test('what comes back keeps the zone that it was recorded in', async () => {
  const { journal, history, clock, visible } = opened()
  const entryId = 'tokyo' as EntryId
  const start = { id: 'a' as EventId, entryId, occurredAt: clock.now() - MINUTE, zone: 'Asia/Tokyo' }
  await journal.record('local' as AccountId, () => [
    { ...start, type: 'start', description: 'Far away', project: null },
    { id: 'b' as EventId, entryId, type: 'stop', occurredAt: clock.now() },
  ])
  const before = plain(await visible())
  const change = await history.delete([entryId])
  expect(await visible()).toEqual([])
  const { renamed } = await history.takeBack(change)
  expect(plain(await visible())).toEqual(before)
  expect([...renamed.keys()]).toEqual([entryId])
})

test('a paused entry that is split stays paused in its second part, and comes back as one', async () => {
  const { history, tracker, pass, visible } = opened()
  const { entry } = await tracker.start({ description: 'Report' })
  pass(10 * MINUTE)
  await tracker.pause()
  const before = plain(await visible())
  pass(MINUTE)
  const change = await history.split(entry.id, entry.startedAt + 4 * MINUTE)
  expect(plain(await visible()).map(({ state }) => state)).toEqual(['stopped', 'paused'])
  await history.takeBack(change)
  expect(plain(await visible())).toEqual(before)
})

test('a merge with what runs goes on running, under the name of the first', async () => {
  const { history, tracker, pass, visible } = opened()
  const { entry: first } = await tracker.start({ description: 'Report' })
  pass(5 * MINUTE)
  await tracker.stop()
  pass(5 * MINUTE)
  const { entry: running } = await tracker.start({ description: 'More of it' })
  pass(MINUTE)
  const change = await history.merge([first.id, running.id])
  expect(await visible()).toMatchObject([
    {
      id: running.id,
      description: 'Report',
      state: 'running',
      segments: [{ from: first.startedAt }, { from: running.startedAt, to: null }],
    },
  ])
  await history.takeBack(change)
  expect(plain(await visible()).map(({ description, state }) => [description, state])).toEqual(
    expect.arrayContaining([
      ['More of it', 'running'],
      ['Report', 'stopped'],
    ]),
  )
})

test('an entry of more stretches than a server takes is not made', async () => {
  const { history, clock, visible } = opened()
  const segments = Array.from({ length: 1001 }, (_, n) => ({ from: n * 10, to: n * 10 + 5 }))
  const added = history.add({ description: '', project: null, segments })
  await expect(added).rejects.toSatisfy((error) => isMeantimeError(error, 'ENTRY_TOO_MANY_SEGMENTS'))
  const open = history.add({ description: '', project: null, segments: [{ from: clock.now() - 5, to: null }] })
  await expect(open).rejects.toSatisfy((error) => isMeantimeError(error, 'TIME_INVALID'))
  expect(await visible()).toEqual([])
})
