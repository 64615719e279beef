import {
  LEGACY_SCHEMAS,
  LEGACY_TEST_VECTOR,
  type LegacyRow,
  legacyEncrypted,
  start,
  step,
} from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { stretchesOf } from '../../src/found-entry.js'
import type { InspectOptions } from '../../src/hubnity/index.js'
import { ms, read, readRows, reasons } from '../support/reading.js'

test.each(LEGACY_SCHEMAS)('a file of the %s kind: entries with their pauses', async (schema) => {
  const found = await read({ schema, rows: [start('Work'), step('pause'), step('resume'), step('stop')] })
  expect(found.entries).toMatchObject([{ description: 'Work', project: 'p-1', delivered: false, where: 'row 1' }])
  expect(found.entries.map(stretchesOf)).toEqual([
    [
      { from: ms(0), to: ms(1) },
      { from: ms(2), to: ms(3) },
    ],
  ])
  expect(found).toMatchObject({ rows: 4, leftOut: [], withoutServerId: 1 })
})

test('what is too long or cannot be stored is fitted, told, and costs no time', async () => {
  const found = await readRows([
    start(`${'x'.repeat(6000)}`),
    step('stop'),
    start('half \ud800 and \0'),
    step('stop', 'temp-2'),
  ])
  expect(found.entries[0]?.description).toHaveLength(5000)
  expect(found.entries[1]?.description).toBe('half \ufffd and \ufffd')
  expect(found.remarks.join()).toMatch(/2 descriptions or projects were changed/)
})

describe('payloads', () => {
  const OWN_KEY = 'ab'.repeat(32)
  const tokens = { accessToken: 'secret', refreshToken: 'secret', _encrypted: 1 }
  const pair = (wrap: (payload: unknown) => unknown): LegacyRow[] =>
    [start('Work', tokens), { ...step('stop'), payload: { id: 'temp-1', ...tokens } }].map((row) => ({
      ...row,
      payload: wrap(row.payload),
    }))

  test.each<[string, LegacyRow[], Partial<InspectOptions>, string?]>([
    ['A and B, with tokens in clear or encrypted', pair((payload) => payload), {}],
    ['C, without tokens', [start('Work'), step('stop')], {}],
    ['D, by the literal key', pair((payload) => legacyEncrypted(payload)), {}],
    [
      'D, by the key of the environment',
      pair((p) => legacyEncrypted(p, { key: OWN_KEY })),
      { env: { HUBNITY_ENCRYPTION_KEY: OWN_KEY } },
    ],
    ['D, by the key file', pair((p) => legacyEncrypted(p, { key: OWN_KEY })), {}, `${OWN_KEY}\n`],
    [
      'D, by the literal key although another is told',
      pair((p) => legacyEncrypted(p)),
      { env: { HUBNITY_ENCRYPTION_KEY: OWN_KEY } },
    ],
  ])('of variant %s are read, and no token comes along', async (_name, rows, more, keyFile) => {
    const found = await read({ rows }, more, keyFile)
    expect(found.entries).toMatchObject([{ description: 'Work' }])
    expect(JSON.stringify(found)).not.toMatch(/secret|Token|_encrypted/)
  })

  test('the test vector of the format is read', async () => {
    const { encrypted } = LEGACY_TEST_VECTOR
    const found = await readRows([start('Work'), { entity_type: 'time_entry_stop', payload: encrypted }])
    expect(found.entries).toHaveLength(1)
    expect(found.withoutServerId).toBe(0)
  })

  test('that cannot be read are told with the reason and without their content, and stop nothing', async () => {
    const found = await readRows([
      { payload: legacyEncrypted({ id: 'x' }, { key: 'ee'.repeat(32) }) },
      { payload: '{"accessToken":"secret", broken' },
      { entity_type: 'secret-invoice', payload: {} },
      { ...start('No time'), created_at: null },
      { ...start('Text as time'), created_at: 'soon' },
      { ...start('Beyond all calendars'), created_at: 9e15 },
      { payload: Buffer.from([0xff, 0xfe]) },
      { payload: null },
      start('Good'),
      step('stop'),
    ])
    expect(found.entries).toMatchObject([{ description: 'Good' }])
    expect(reasons(found)).toEqual([
      ['row 1', 'unreadable'],
      ['row 2', 'unreadable'],
      ['row 3', 'unknown-kind'],
      ['row 4', 'time-missing'],
      ['row 5', 'time-missing'],
      ['row 6', 'time-missing'],
      ['row 7', 'unreadable'],
      ['row 8', 'unreadable'],
    ])
    expect(JSON.stringify(found.leftOut)).not.toContain('secret')
  })
})
