import type { Entry, EntryId } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { SuggestionIndex } from '../../src/agent/suggestions/suggestion-index.js'
import { MINUTE, manualDesk } from '../support/agent.js'

const entry = (id: string, description: string, startedAt: number, project: string | null = null): Entry => ({
  id: id as EntryId,
  state: 'stopped',
  description,
  project,
  zone: 'UTC',
  startedAt,
  endedAt: startedAt + 1,
  segments: [{ from: startedAt, to: startedAt + 1 }],
  anomalies: [],
})

describe('the index', () => {
  test('what begins with the words comes before what holds them; of equal ones the last used', () => {
    const index = new SuggestionIndex()
    index.put(entry('1', 'Unreported bug', 9))
    index.put(entry('2', 'The report', 8))
    index.put(entry('3', 'Report for Ann', 1))
    index.put(entry('4', 'Report for Bob', 2))
    const found = index.find('report', 10).map(({ description }) => description)
    expect(found).toEqual(['Report for Bob', 'Report for Ann', 'The report', 'Unreported bug'])
  })

  test('case, accents and the order of words do not matter; every word must be found, the project’s count', () => {
    const index = new SuggestionIndex()
    index.put(entry('1', 'Überblick über Ёлка', 1, 'Büro'))
    for (const text of ['uber', 'ЕЛКА uberblick', 'buro'])
      expect(
        index.find(text, 1).map(({ project }) => project),
        text,
      ).toEqual(['Büro'])
    expect(index.find('uber nothing', 1)).toEqual([])
  })

  test('what was renamed or deleted is not offered under the old name, unless another entry has it', () => {
    const index = new SuggestionIndex()
    index.put(entry('1', 'Tpyo', 1))
    index.put(entry('2', 'Mail', 2))
    index.put(entry('3', 'Mail', 3))
    index.put(entry('1', 'Typo', 1))
    index.put({ ...entry('3', 'Mail', 3), state: 'deleted' })
    expect(index.find('', 10).map(({ description }) => description)).toEqual(['Mail', 'Typo'])
  })
})

test('what was recorded is suggested at once, whoever recorded it and however long ago', async () => {
  const { ask, agent, clock } = await manualDesk()
  for (let n = 0; n < 600; n += 1) {
    await ask('start', { description: `Task ${n}`, project: n % 2 ? 'Odd' : 'Even' })
    clock.advance(MINUTE)
    await ask('stop')
  }
  await agent.stop()
  const later = await manualDesk({ folder: agent.configuration.dataDir })
  expect(await later.ask('projects')).toEqual(['Odd', 'Even'])
  expect(await later.ask('suggestions', { text: 'task 3', limit: 1 })).toMatchObject([{ description: 'Task 399' }])
  const [{ id = '' } = {}] = await later.ask('entries', { from: 0, to: Date.UTC(2026, 0, 5, 9, 1), limit: 1 })
  await later.ask('editEntry', { id, changes: { description: 'Zebra' } })
  expect(await later.ask('suggestions', { text: 'zeb' })).toMatchObject([{ description: 'Zebra' }])
})
