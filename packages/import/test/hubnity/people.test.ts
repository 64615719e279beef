import { type LegacyContent, start, step } from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import type { InspectOptions } from '../../src/hubnity/index.js'
import { read, readRows } from '../support/reading.js'

describe('people', () => {
  const rows = [start('Mine'), step('stop'), start('Theirs', { userId: 'u-2' }), step('stop', 'temp-2')]
  const whose = async (content: LegacyContent, more: Partial<InspectOptions> = {}) =>
    (await read({ rows, ...content }, more)).entries.map(({ description }) => description)

  test('the hours of one person never become those of another', async () => {
    expect(await whose({ user: 'u-1' })).toEqual(['Mine'])
    expect(await whose({ user: 'u-2' })).toEqual(['Theirs'])
    expect(await whose({ schema: 'oldest' })).toEqual(['Theirs'])
    expect(await whose({ user: 'u-1' }, { person: 'u-2' })).toEqual(['Theirs'])
    expect(await whose({ user: 'u-1' }, { account: 'u-2' as never })).toEqual(['Theirs'])
  })
})

test('projects get the names that the person gives them, and the entry stays the same one', async () => {
  const rows = [start('Work'), step('stop')]
  const [plain, named] = [await readRows(rows), await readRows(rows, { projects: new Map([['p-1', 'Website']]) })]
  expect(named.entries[0]).toEqual({ ...plain.entries[0], project: 'Website' })
})
