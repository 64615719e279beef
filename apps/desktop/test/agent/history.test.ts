import { type EntryId, TIME_TRACKER } from '@meantime/core'
import { expect, test } from 'vitest'
import type { EntryView, UndoView } from '../../src/bridge/shapes.js'
import { MINUTE, manualDesk, refusalOf } from '../support/agent.js'

/** A desk with an entry of an hour with a break, and one of ten minutes after it. */
async function workedDesk() {
  const desk = await manualDesk()
  const { ask, clock } = desk
  const from = clock.now()
  const long = (await ask('start', { description: 'Report', project: 'Book' })).entry
  clock.advance(30 * MINUTE)
  await ask('pause')
  clock.advance(10 * MINUTE)
  await ask('resume')
  clock.advance(20 * MINUTE)
  await ask('stop')
  const short = (await ask('start', { description: 'Mail' })).entry
  clock.advance(10 * MINUTE)
  await ask('stop')
  const entries = () => ask('entries', { from, to: clock.now() + MINUTE })
  return { ...desk, from, long, short, entries }
}

/** What a person sees of entries: not the id, and not what waits. */
const content = (entries: readonly EntryView[]) =>
  entries
    .map(({ id: _, waits: __, ...rest }) => rest)
    .sort((one, other) => one.startedAt - other.startedAt || one.description.localeCompare(other.description))

const CHANGES: readonly [
  name: string,
  change: (desk: Awaited<ReturnType<typeof workedDesk>>) => Promise<unknown>,
  what: Partial<UndoView>,
][] = [
  [
    'an edit',
    ({ ask, long }) => ask('editEntry', { id: long.id, changes: { description: 'Novel', project: null } }),
    { kind: 'edit', entries: 1, description: 'Report' },
  ],
  [
    'an edit of the times',
    ({ ask, long, from }) => ask('editEntry', { id: long.id, changes: { segments: [{ from, to: from + MINUTE }] } }),
    { kind: 'edit', entries: 1, description: 'Report' },
  ],
  [
    'a split',
    ({ ask, long, from }) => ask('splitEntry', { id: long.id, at: from + 50 * MINUTE }),
    { kind: 'split', entries: 1, description: 'Report' },
  ],
  [
    'a merge',
    ({ ask, long, short }) => ask('mergeEntries', { ids: [short.id, long.id] }),
    { kind: 'merge', entries: 2 },
  ],
  [
    'a deletion',
    ({ ask, long, short }) => ask('deleteEntries', { ids: [long.id, short.id] }),
    { kind: 'delete', entries: 2 },
  ],
  [
    'an addition',
    ({ ask, from }) =>
      ask('addEntry', {
        description: 'Call',
        project: null,
        segments: [{ from: from - 2 * MINUTE, to: from - MINUTE }],
      }),
    { kind: 'add', entries: 1, description: 'Call' },
  ],
]

for (const [name, change, what] of CHANGES) {
  test(`${name} is taken back: everything reads as before, and it is told what`, async () => {
    const desk = await workedDesk()
    const before = content(await desk.entries())
    await change(desk)
    expect(content(await desk.ask('entries', { from: 0, to: desk.clock.now() + MINUTE }))).not.toEqual(before)
    expect((await desk.ask('state')).undo).toMatchObject(what)
    expect(await desk.ask('undo')).toMatchObject({ undone: what })
    expect(content(await desk.ask('entries', { from: 0, to: desk.clock.now() + MINUTE }))).toEqual(before)
    expect((await desk.ask('state')).undo).toBeUndefined()
    expect(await refusalOf(desk.ask('undo'))).toBe('NOTHING_TO_UNDO')
  })
}

test('a split gives two entries that meet, and no time is won or lost', async () => {
  const { ask, long, from } = await workedDesk()
  const [first, second] = await ask('splitEntry', { id: long.id, at: from + 20 * MINUTE })
  expect(first).toMatchObject({ id: long.id, segments: [{ from, to: from + 20 * MINUTE }] })
  expect(second).toMatchObject({
    description: 'Report',
    project: 'Book',
    state: 'stopped',
    segments: [
      { from: from + 20 * MINUTE, to: from + 30 * MINUTE },
      { from: from + 40 * MINUTE, to: from + 60 * MINUTE },
    ],
  })
})

test('what runs goes on running after a split, and again after the split is taken back', async () => {
  const { ask, clock } = await manualDesk()
  const from = clock.now()
  const { entry } = await ask('start', { description: 'Report' })
  clock.advance(10 * MINUTE)
  await ask('splitEntry', { id: entry.id, at: from + 5 * MINUTE })
  expect((await ask('state')).current).toMatchObject({
    state: 'running',
    segments: [{ from: from + 5 * MINUTE, to: null }],
  })
  clock.advance(MINUTE)
  await ask('undo')
  expect((await ask('state')).current).toMatchObject({ state: 'running', segments: [{ from, to: null }] })
  clock.advance(MINUTE)
  expect((await ask('stop')).entry.segments).toEqual([{ from, to: from + 12 * MINUTE }])
})

test('what ran comes back running after its deletion, without the time in between', async () => {
  const { ask, clock } = await manualDesk()
  const from = clock.now()
  const { entry } = await ask('start', { description: 'Report' })
  clock.advance(10 * MINUTE)
  await ask('deleteEntries', { ids: [entry.id] })
  expect((await ask('state')).current).toBeNull()
  clock.advance(MINUTE)
  await ask('undo')
  expect((await ask('state')).current).toMatchObject({
    state: 'running',
    description: 'Report',
    segments: [
      { from, to: from + 10 * MINUTE },
      { from: from + 11 * MINUTE, to: null },
    ],
  })
})

test('what ran comes back stopped when something else runs by now: there is one open entry, ever', async () => {
  const { ask, clock } = await manualDesk()
  const { entry } = await ask('start', { description: 'Report' })
  clock.advance(10 * MINUTE)
  await ask('deleteEntries', { ids: [entry.id] })
  const { entry: other } = await ask('start', { description: 'Mail' })
  await ask('undo')
  expect((await ask('state')).current?.id).toBe(other.id)
  const all = await ask('entries', { from: 0, to: clock.now() + 1 })
  expect(all.map(({ description, state }) => [description, state])).toEqual(
    expect.arrayContaining([
      ['Mail', 'running'],
      ['Report', 'stopped'],
    ]),
  )
})

test('several changes are taken back one after the other, also of an entry that came back under another id', async () => {
  const desk = await workedDesk()
  const before = content(await desk.entries())
  await desk.ask('editEntry', { id: desk.short.id, changes: { description: 'Letters' } })
  await desk.ask('deleteEntries', { ids: [desk.short.id] })
  await desk.ask('undo')
  await desk.ask('undo')
  expect(content(await desk.entries())).toEqual(before)
})

test('an undo never overwrites what was changed since, by whichever program', async () => {
  const { agent, ask, long, entries } = await workedDesk()
  await ask('editEntry', { id: long.id, changes: { description: 'Novel' } })
  await agent.app.get(TIME_TRACKER).edit(long.id as EntryId, { description: 'Poem' })
  expect(await refusalOf(ask('undo'))).toBe('CHANGED_SINCE')
  expect((await entries()).map(({ description }) => description)).toContain('Poem')
  expect(await refusalOf(ask('undo'))).toBe('NOTHING_TO_UNDO')
})

test('a merge keeps the first one’s name and counts time that overlaps once', async () => {
  const { ask, clock } = await manualDesk()
  clock.advance(120 * MINUTE)
  const to = clock.now()
  const add = (description: string, from: number, until: number) =>
    ask('addEntry', { description, project: null, segments: [{ from: to - from * MINUTE, to: to - until * MINUTE }] })
  const [one, other] = [await add('One', 100, 60), await add('Other', 80, 40)]
  expect(await ask('mergeEntries', { ids: [other.id, one.id] })).toMatchObject({
    description: 'Other',
    segments: [{ from: to - 100 * MINUTE, to: to - 40 * MINUTE }],
  })
})

test('what makes no sense is refused and changes nothing', async () => {
  const { ask, long, short, from, clock, entries } = await workedDesk()
  const before = await entries()
  const unknown = '01a204e1-db54-712c-9a2f-e19e44f063e8'
  expect(await refusalOf(ask('splitEntry', { id: long.id, at: from }))).toBe('SPLIT_OUTSIDE')
  expect(await refusalOf(ask('splitEntry', { id: long.id, at: clock.now() + 1 }))).toBe('SPLIT_OUTSIDE')
  expect(await refusalOf(ask('mergeEntries', { ids: [long.id, long.id] }))).toBe('MERGE_ONE')
  expect(await refusalOf(ask('mergeEntries', { ids: [long.id, unknown] }))).toBe('ENTRY_UNKNOWN')
  expect(await refusalOf(ask('deleteEntries', { ids: [short.id, unknown] }))).toBe('ENTRY_UNKNOWN')
  const future = { from: clock.now(), to: clock.now() + MINUTE }
  expect(await refusalOf(ask('addEntry', { description: '', project: null, segments: [future] }))).toBe(
    'TIME_IN_FUTURE',
  )
  expect(await entries()).toEqual(before)
  expect((await ask('state')).undo).toBeUndefined()
})
