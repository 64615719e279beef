import type { EntryId, EventId } from '@meantime/core'
import { expect, test } from 'vitest'
import { stepsOf } from '../src/found-entry.js'
import { apply, examine, type FoundEntry } from '../src/index.js'
import { ANN, desk } from './support/desk.js'

const HOUR = 3_600_000
const DAY = Date.UTC(2026, 0, 2)
const found = (name: string, from: number, to: number): FoundEntry => ({
  id: `01900000-0000-7000-8000-00000000000${name}` as EntryId,
  description: name,
  project: null,
  steps: stepsOf([{ from: DAY + from * HOUR, to: DAY + to * HOUR }]),
  delivered: false,
  where: `line ${name}`,
})

test('what overlaps recorded work, or other work of the file, is told; what only touches is not', async () => {
  const here = desk()
  const running = { entryId: '01900000-0000-7000-8000-0000000000aa' as EntryId, occurredAt: DAY + 10 * HOUR }
  const start = { ...running, id: 'x' as EventId, type: 'start', description: 'Mine', project: null } as const
  await here.journal.record(ANN, () => [start])
  const entries = [found('1', 8, 9), found('2', 9, 10), found('3', 9.5, 9.75), found('4', 11, 12)]
  const { overlaps, fresh } = await examine(entries, here)
  expect(fresh).toHaveLength(4)
  expect(overlaps.map(({ entry, with: other }) => [entry.description, other])).toEqual([
    ['3', '2'],
    ['4', 'Mine'],
  ])
})

test('what is imported is known afterwards, and an entry that is open stays open', async () => {
  const here = desk()
  const open = { id: 'x' as EventId, entryId: '01900000-0000-7000-8000-0000000000aa' as EntryId, occurredAt: DAY }
  await here.journal.record(ANN, () => [{ ...open, type: 'start', description: 'Mine', project: null }])
  const entries = Array.from({ length: 9 }, (_, n) => found(String(n + 1), n, n + 0.5))
  expect(await apply(entries, here)).toEqual({ imported: 9, known: 0 })
  expect(await apply(entries, here)).toEqual({ imported: 0, known: 9 })
  expect(await examine(entries, here)).toMatchObject({ fresh: [], known: 9, overlaps: [] })
  expect(await here.journal.open(ANN)).toMatchObject({ description: 'Mine' })
})
