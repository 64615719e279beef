import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AccountId, LOCAL_ACCOUNT, STATE_STORE } from '@meantime/core'
import {
  LEGACY_SCHEMAS,
  type LegacyRow,
  type LegacySchema,
  legacyEncrypted,
  LEGACY_FROM as T0,
} from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { LEGACY_TAKE_OVER } from '../src/index.js'
import { writeLegacyFile } from './support/legacy-file.js'
import { openForTest, tempFolder } from './support/open-app.js'

const START = { projectId: 'p-1', userId: 'u-1', description: 'Old work' }
/** Encrypted as a whole by a key that nobody has any more. */
const ENCRYPTED = legacyEncrypted({ id: 'x', accessToken: 'PLANTED' }, { key: 'ee'.repeat(32) })

async function openLegacy(rows: readonly LegacyRow[], schema: LegacySchema = 'newest') {
  const file = join(tempFolder(), 'old.db')
  writeLegacyFile(file, schema, rows).close()
  return openForTest({ file })
}

type World = Awaited<ReturnType<typeof openLegacy>>
const setAside = (world: World) =>
  world.file.read((connection) =>
    connection
      .sql<{ id: number; payload: string; reason: string }>(
        'SELECT id, payload, reason FROM legacy_unreadable ORDER BY id',
      )
      .all(),
  )
const claimed = async (world: World, account = LOCAL_ACCOUNT) =>
  (await world.queue.claim({ account, limit: 100 }))?.tasks ?? []

describe('a file of the predecessor', () => {
  test.each(LEGACY_SCHEMAS)('of the %s version opens, and its waiting work becomes ours in order', async (schema) => {
    const world = await openLegacy(
      [
        { payload: START },
        { entity_type: 'time_entry_pause', payload: { id: 'temp-1' } },
        { entity_type: 'time_entry_resume', payload: { id: 'temp-1' }, status: 'failed' },
        { entity_type: 'time_entry_stop', payload: { id: 'temp-1' } },
      ],
      schema,
    )
    const tasks = await claimed(world)
    expect(tasks.map(({ entityType }) => entityType)).toEqual([
      'time_entry_start',
      'time_entry_pause',
      'time_entry_resume',
      'time_entry_stop',
    ])
    expect(new Set(tasks.map(({ lane }) => lane)).size).toBe(1)
    expect(await world.journal.entries({ account: LOCAL_ACCOUNT })).toMatchObject([
      {
        description: 'Old work',
        project: 'p-1',
        state: 'stopped',
        startedAt: T0 * 1000,
        segments: [
          { from: T0 * 1000, to: (T0 + 60) * 1000 },
          { from: (T0 + 120) * 1000, to: (T0 + 180) * 1000 },
        ],
      },
    ])
    expect((await world.queue.tasks({})).map(({ priority }) => priority)).toEqual([0, 1, 1, 0])
    const names = await world.file.read((connection) =>
      connection
        .sql<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .all()
        .map(({ name }) => name),
    )
    expect(names).not.toContain('sync_queue')
    expect(names).toContain('time_entries')
  })

  test('is adopted at the next sign-in and can then be delivered', async () => {
    const world = await openLegacy([{ payload: START }])
    expect(await world.journal.adopt('ann' as AccountId)).toBe(1)
    expect(await claimed(world, 'ann' as AccountId)).toMatchObject([{ entityType: 'time_entry_start' }])
  })

  test('is taken over once, not again at the next start', async () => {
    const file = join(tempFolder(), 'old.db')
    writeLegacyFile(file, 'newest', [{ payload: START }]).close()
    const first = await openForTest({ file })
    await first.app.stop()
    const second = await openForTest({ file })
    expect((await second.queue.counts()).pending).toBe(1)
  })

  test('stops an entry that was left open where the next one starts', async () => {
    const world = await openLegacy([{ payload: START }, { payload: { ...START, description: 'Next' } }])
    expect(await world.journal.entries({ account: LOCAL_ACCOUNT })).toMatchObject([
      { description: 'Next', state: 'running' },
      { description: 'Old work', state: 'stopped', endedAt: (T0 + 60) * 1000 },
    ])
  })

  test('keeps the work of another person who used the computer apart', async () => {
    const world = await openLegacy([{ payload: { ...START, userId: 'other' } }, { payload: START }])
    expect(await claimed(world, 'other' as AccountId)).toHaveLength(1)
    expect(await claimed(world)).toHaveLength(1)
  })

  test('with a full queue loses nothing to the capacity', async () => {
    const file = join(tempFolder(), 'old.db')
    const step = { entity_type: 'time_entry_pause', payload: { id: 'x' } }
    writeLegacyFile(file, 'newest', [{ payload: START }, step, step, step]).close()
    const world = await openForTest({ file, capacity: 2 })
    expect(await world.queue.counts()).toMatchObject({ pending: 4, dropped: 0 })
  })

  test('has payloads as bytes too: they are read, and are rid of their tokens, like text', async () => {
    const bytes = (payload: object) => Buffer.from(JSON.stringify({ ...payload, accessToken: 'PLANTED-SECRET' }))
    const world = await openLegacy([
      { entity_type: 'time_entry_pause', payload: bytes({ id: 'server-1' }) },
      { payload: bytes(START) },
      { entity_type: 'time_entry_stop', payload: bytes({ id: 'temp-1' }) },
    ])
    const tasks = await claimed(world)
    expect(tasks.map(({ entityType }) => entityType)).toEqual(['time_entry_start', 'time_entry_stop'])
    expect(await setAside(world)).toMatchObject([{ id: 1, payload: '{"id":"server-1"}' }])
  })

  test('with nothing in it opens', async () => {
    const world = await openLegacy([], 'oldest')
    expect((await world.queue.counts()).pending).toBe(0)
  })
})

describe('rows that cannot be delivered', () => {
  test('are kept as they are, reported, and block nothing', async () => {
    const rows: LegacyRow[] = [
      { entity_type: 'time_entry_pause', payload: { id: 'server-1', accessToken: 'clear' } },
      { entity_type: 'time_entry_stop', payload: ENCRYPTED },
      { payload: '{"accessToken":"x", broken' },
      { entity_type: 'invoice', payload: {} },
      { payload: START, status: 'sent' },
      { entity_type: 'time_entry_stop', payload: { id: 'server-2' } },
      { payload: START, status: 'cancelled' },
      { payload: '[1]' },
      { payload: START, created_at: -5 },
      { payload: START },
    ]
    const world = await openLegacy(rows)
    const kept = await setAside(world)
    expect(kept.map(({ id }) => id)).toEqual([1, 2, 3, 4, 6, 8, 9])
    expect(kept.find(({ id }) => id === 1)?.payload).toBe('{"id":"server-1"}')
    expect(kept.find(({ id }) => id === 2)?.payload).toBe(ENCRYPTED)
    expect(kept.find(({ id }) => id === 3)?.payload).toBe('{"accessToken":"x", broken')
    for (const { reason } of kept) expect(reason).toMatch(/\w/)
    expect(await claimed(world)).toHaveLength(1)
    const told = { taken: 1, setAside: 7, finished: 2 }
    expect(await world.app.get(STATE_STORE).get(LEGACY_TAKE_OVER)).toMatchObject(told)
    expect(world.logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: told }))
    expect(world.logger.text()).not.toContain('clear')
  })
})

describe('tokens in old payloads', () => {
  const variants: Record<string, object> = {
    'A, in clear': { ...START, accessToken: 'PLANTED-SECRET', refreshToken: 'PLANTED-SECRET-2' },
    'B, encrypted one by one': { ...START, accessToken: 'UExBTlRFRC1TRUNSRVQ=PLANTED-SECRET', _encrypted: 1 },
    'nested deeper': { ...START, auth: [{ refreshToken: { value: 'PLANTED-SECRET' }, _encrypted: 'yes' }] },
  }
  test.each(Object.entries(variants))(
    'variant %s: the work is taken, the tokens are nowhere',
    async (_name, payload) => {
      const world = await openLegacy([
        { payload },
        { entity_type: 'time_entry_stop', payload: { id: 'x', ...payload } },
      ])
      const tasks = await claimed(world)
      expect(tasks).toHaveLength(2)
      expect(JSON.stringify(tasks)).not.toMatch(/PLANTED|Token|_encrypted/)
      expect(tasks[0]?.payload).toMatchObject({ description: 'Old work', project: 'p-1' })
    },
  )

  test('no byte of them stays in the file, its log or anything beside it, also of rows deleted long ago', async () => {
    const folder = tempFolder()
    const file = join(folder, 'killed.db')
    const payload = { ...START, accessToken: `PLANTED-SECRET-${'x'.repeat(3000)}` }
    const old = writeLegacyFile(
      join(folder, 'live.db'),
      'newest',
      Array.from({ length: 300 }, () => ({ payload })),
    )
    old.exec('DELETE FROM sync_queue WHERE id % 10 > 0')
    // As a killed program leaves it: most of it still in the -wal.
    for (const suffix of ['', '-wal']) copyFileSync(join(folder, `live.db${suffix}`), file + suffix)
    old.close()
    expect(readFileSync(`${file}-wal`).includes('PLANTED-SECRET')).toBe(true)

    // Somebody who has the file open without reading: closing the connections of the upgrade then empties no -wal.
    const bystander = new Database(file)
    bystander.pragma('user_version')

    const world = await openForTest({ file })
    expect((await world.queue.counts()).pending).toBeGreaterThan(30)

    const mine = readdirSync(folder).filter((name) => name.startsWith('killed'))
    expect(mine).toContain('killed.db-wal')
    for (const name of mine) expect(readFileSync(join(folder, name)).includes('PLANTED'), name).toBe(false)
    bystander.close()
  })

  test('what another process kept from being wiped is wiped at the next start', async () => {
    const file = join(tempFolder(), 'old.db')
    writeLegacyFile(file, 'newest', [{ payload: { ...START, accessToken: 'PLANTED-SECRET' } }]).close()
    const first = await openForTest({ file })
    await first.file.write((connection) => connection.sql("INSERT INTO meta VALUES ('scrub', 'due')").run())
    await first.app.stop()
    const second = await openForTest({ file })
    expect(
      await second.file.read((connection) => connection.sql("SELECT * FROM meta WHERE key = 'scrub'").all()),
    ).toEqual([])
  })
})
