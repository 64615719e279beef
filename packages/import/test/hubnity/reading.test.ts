import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  LEGACY_FROM,
  LEGACY_KEY_FILE,
  LEGACY_SCHEMAS,
  LEGACY_TEST_VECTOR,
  type LegacyContent,
  type LegacyRow,
  legacyEncrypted,
  shot,
  start,
  step,
} from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { stretchesOf } from '../../src/found-entry.js'
import type { InspectOptions } from '../../src/hubnity/index.js'
import { findings, tempFolder } from '../support/desk.js'
import { legacyFile } from '../support/legacy-file.js'

async function read(content: LegacyContent, more: Partial<InspectOptions> = {}, keyFile?: string) {
  const folder = tempFolder()
  legacyFile(join(folder, 'hubnity.db'), content).close()
  if (keyFile !== undefined) writeFileSync(join(folder, LEGACY_KEY_FILE), keyFile)
  return findings(folder, more)
}
const readRows = (rows: readonly LegacyRow[], more: Partial<InspectOptions> = {}) => read({ rows }, more)
const reasons = (found: Awaited<ReturnType<typeof read>>) => found.leftOut.map(({ where, reason }) => [where, reason])
const ms = (minutes: number) => (LEGACY_FROM + minutes * 60) * 1000
const sent = (row: LegacyRow): LegacyRow => ({ ...row, status: 'sent' })

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

describe('which entry a step belongs to', () => {
  test('the one that is called so, else the latest before it that can be', async () => {
    const found = await readRows([
      start('First'),
      step('pause', 'temp-1'),
      start('Second'),
      step('stop', 'server-2'),
      step('stop', 'server-3'),
    ])
    expect(found.entries.map(({ description }) => description)).toEqual(['First', 'Second'])
    expect(reasons(found)).toEqual([['row 5', 'start-missing']])
    expect(found.remarks.join()).toMatch(/paused and never stopped/)
  })

  test('a step goes back to an earlier entry by the name that this one has', async () => {
    const found = await readRows([
      start('First'),
      step('pause', 'temp-1'),
      start('Second'),
      step('pause', 'temp-2'),
      step('stop', 'temp-1'),
      step('stop', 'temp-2'),
    ])
    expect(found.entries.map(({ steps }) => steps.map(({ type }) => type))).toEqual([
      ['start', 'pause', 'stop'],
      ['start', 'pause', 'stop'],
    ])
    expect(found.entries.map(({ steps }) => steps.at(-1)?.at)).toEqual([ms(4), ms(5)])
  })

  test('an entry that got its id from the server in the middle of it is still that entry', async () => {
    const found = await readRows([
      start('Work'),
      step('pause', 'temp-7'),
      step('resume', 'srv-1'),
      step('stop', 'srv-1'),
    ])
    expect(found.entries.map(stretchesOf)[0]).toHaveLength(2)
    expect(found.withoutServerId).toBe(0)
  })

  test('what follows a start that cannot be read does not fall to the entry before it', async () => {
    const found = await readRows([
      start('Work'),
      step('stop'),
      { payload: 'broken' },
      step('pause', 'x'),
      step('stop', 'x'),
    ])
    expect(found.entries.map(stretchesOf)).toEqual([[{ from: ms(0), to: ms(1) }]])
    expect(reasons(found)).toEqual([
      ['row 3', 'unreadable'],
      ['row 4', 'start-missing'],
      ['row 5', 'start-missing'],
    ])
  })
})

describe('what is not known is not invented', () => {
  test('an entry without an end is left out, and taken when the person says so', async () => {
    const rows = [start('Forgotten'), start('Running'), shot('temp-2')]
    const found = await readRows(rows)
    expect(found.entries).toEqual([])
    expect(reasons(found)).toEqual([
      ['row 1', 'end-missing'],
      ['row 2', 'still-open'],
    ])
    const ended = await readRows(rows, { endOpen: true })
    expect(ended.entries.map(stretchesOf)).toEqual([[{ from: ms(0), to: ms(1) }], [{ from: ms(1), to: ms(2) }]])
    expect(ended.remarks.join()).toMatch(/never stopped/)
  })

  test('an entry that is paused now may go on: it is left out; one that was followed by another ends at its pause', async () => {
    expect(reasons(await readRows([start('Paused'), step('pause')]))).toEqual([['row 1', 'still-open']])
    const found = await readRows([start('Paused'), step('pause'), start('Next'), step('stop', 'temp-2')])
    expect(found.entries.map(stretchesOf)[0]).toEqual([{ from: ms(0), to: ms(1) }])
  })

  test('a pause that cannot be read is told, because the entry may count too much', async () => {
    const found = await readRows([start('Work'), { ...step('pause'), payload: 'broken' }, step('stop')])
    expect(found.remarks.join()).toMatch(/a step that cannot be read/)
  })

  test('times still to come, and what was given up, are left out', async () => {
    const found = await readRows([
      { ...start('Cancelled'), status: 'cancelled' },
      { ...start('Next year'), created_at: LEGACY_FROM + 400 * 86_400 },
      { ...step('stop'), created_at: LEGACY_FROM + 400 * 86_400 + 60 },
    ])
    expect(reasons(found)).toEqual([
      ['row 1', 'given-up'],
      ['row 2', 'in-the-future'],
    ])
  })
})

describe('what the former server has', () => {
  test('is kept here and not delivered again; what it has the start of goes on there, where its id is known', async () => {
    const rows = [
      sent(start('Whole')),
      sent(step('stop', 's-1')),
      sent(start('Half')),
      step('stop', 's-2'),
      sent(start('Nameless')),
      step('stop', 'temp-3'),
      start('New'),
      step('stop', 'temp-4'),
    ]
    const found = await readRows(rows)
    expect(found.entries.map(({ description, delivered, foreignId }) => [description, delivered, foreignId])).toEqual([
      ['Whole', true, undefined],
      ['Half', false, 's-2'],
      ['Nameless', true, undefined],
      ['New', false, undefined],
    ])
    expect(found.halfDelivered).toMatchObject([{ description: 'Nameless' }])
    expect(found.facts).toMatchObject({ continued: 1, halfDelivered: 1, delivered: 2 })
    const again = await readRows(rows, { resend: true })
    expect(again.entries.every(({ delivered }) => !delivered)).toBe(true)
    expect(again.entries.map(({ id }) => id)).toEqual(found.entries.map(({ id }) => id))
  })

  test('screenshots of it stay where they are; those of new work come along', async () => {
    const found = await readRows([
      sent(start('Old')),
      shot('s-1'),
      sent(step('stop', 's-1')),
      start('New'),
      shot('temp-2'),
      sent(shot('temp-2')),
      { ...shot('temp-2'), payload: { imageData: 'no picture', timeEntryId: 'temp-2' } },
      step('stop', 'temp-2'),
    ])
    expect(found).toMatchObject({ strandedPictures: 1, pictures: [{ row: 5, takenAt: ms(4) }] })
    expect(reasons(found)).toEqual([['row 7', 'no-picture']])
  })
})

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
