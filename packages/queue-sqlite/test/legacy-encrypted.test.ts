import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LOCAL_ACCOUNT, STATE_STORE } from '@meantime/core'
import { payloadFields, payloadKeys } from '@meantime/core/legacy'
import {
  LEGACY_KEY,
  LEGACY_KEY_FILE,
  LEGACY_TEST_VECTOR,
  type LegacyRow,
  legacyEncrypted,
} from '@meantime/testkit/legacy-database'
import { describe, expect, test } from 'vitest'
import { LEGACY_TAKE_OVER } from '../src/index.js'
import { writeLegacyFile } from './support/legacy-file.js'
import { openForTest, tempFolder } from './support/open-app.js'

const START = { projectId: 'p-1', userId: 'u-1', description: 'Old work' }
const { encrypted: VECTOR, plain: IN_CLEAR } = LEGACY_TEST_VECTOR
const KEY_A = 'a1'.repeat(32)
const KEY_B = 'b2'.repeat(32)

interface Given {
  readonly env?: Record<string, string | undefined>
  readonly keyFile?: string
}

async function openLegacy(rows: readonly LegacyRow[], { env = {}, keyFile }: Given = {}) {
  const file = join(tempFolder(), 'old.db')
  if (keyFile !== undefined) writeFileSync(join(dirname(file), LEGACY_KEY_FILE), keyFile)
  writeLegacyFile(file, 'oldest', rows).close()
  const world = await openForTest({ file, env })
  const kept = await world.file.read((connection) =>
    connection.sql<{ id: number; payload: string }>('SELECT id, payload FROM legacy_unreadable ORDER BY id').all(),
  )
  return { ...world, kept, path: file }
}

describe('payloads that are encrypted as a whole', () => {
  test('the test vector opens with the literal key', () => {
    const keys = payloadKeys(join(tempFolder(), 'a.db'), {})
    expect(payloadFields(VECTOR, keys)).toEqual(JSON.parse(IN_CLEAR))
  })

  test.each<[string, string, Given]>([
    ['the environment', KEY_A, { env: { HUBNITY_ENCRYPTION_KEY: KEY_A.toUpperCase() }, keyFile: KEY_B }],
    ['the file beside the database', KEY_B, { env: { HUBNITY_ENCRYPTION_KEY: KEY_A }, keyFile: `${KEY_B}\n` }],
    ['the program itself', LEGACY_KEY, { env: { HUBNITY_ENCRYPTION_KEY: KEY_A }, keyFile: KEY_B }],
    ['the program, when the others are no keys', LEGACY_KEY, { env: { HUBNITY_ENCRYPTION_KEY: 'no' }, keyFile: '12' }],
  ])('by the key of %s are taken over like any other', async (_name, key, given) => {
    const payload = { ...START, accessToken: 'PLANTED-SECRET', _encrypted: true }
    const world = await openLegacy(
      [
        { payload: legacyEncrypted(payload, { key }) },
        { entity_type: 'time_entry_pause', payload: { id: 'temp-1' } },
        { entity_type: 'time_entry_stop', payload: legacyEncrypted({ id: 'temp-1' }, { key }) },
      ],
      given,
    )
    expect(world.kept).toEqual([])
    const tasks = (await world.queue.claim({ account: LOCAL_ACCOUNT, limit: 10 }))?.tasks ?? []
    expect(tasks.map(({ entityType }) => entityType)).toEqual([
      'time_entry_start',
      'time_entry_pause',
      'time_entry_stop',
    ])
    expect(await world.journal.entries({ account: LOCAL_ACCOUNT })).toMatchObject([
      { description: 'Old work', state: 'stopped' },
    ])
    await world.app.stop()
    const folder = dirname(world.path)
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('PLANTED')).toBe(false)
  })

  test('tell whose computer it was like any other', async () => {
    const mine = (userId: string) => ({ payload: legacyEncrypted({ ...START, userId }) })
    const world = await openLegacy([mine('other'), mine('me')])
    expect(await world.queue.claim({ account: LOCAL_ACCOUNT, limit: 10 })).toMatchObject({ tasks: [{}] })
    expect(await world.queue.claim({ account: 'other' as never, limit: 10 })).toMatchObject({ tasks: [{}] })
  })

  test('that no key opens, or that were changed, are kept as they are, reported, and block nothing', async () => {
    const foreign = legacyEncrypted(START, { key: KEY_A })
    const changed = `${VECTOR.slice(0, 40)}${VECTOR[40] === 'A' ? 'B' : 'A'}${VECTOR.slice(41)}`
    const noJson = legacyEncrypted('no JSON')
    const short = VECTOR.slice(0, 24)
    const world = await openLegacy([foreign, changed, noJson, short, ''].map((payload) => ({ payload })))
    expect(world.kept.map(({ payload }) => payload)).toEqual([foreign, changed, noJson, short, ''])
    expect(await world.app.get(STATE_STORE).get(LEGACY_TAKE_OVER)).toMatchObject({ taken: 0, setAside: 5 })
  })

  test('that can be read but belong to nothing here are kept without their tokens', async () => {
    const payload = legacyEncrypted({ id: 'server-1', accessToken: 'PLANTED', refreshToken: 'PLANTED' })
    const world = await openLegacy([{ entity_type: 'time_entry_stop', payload }])
    expect(world.kept).toMatchObject([{ payload: '{"id":"server-1"}' }])
  })

  test('tokens that are encrypted one by one are not looked at', async () => {
    const token = legacyEncrypted('PLANTED-SECRET')
    const world = await openLegacy([{ payload: { ...START, accessToken: token, _encrypted: 1 } }])
    const [task] = (await world.queue.claim({ account: LOCAL_ACCOUNT, limit: 10 }))?.tasks ?? []
    expect(JSON.stringify(task)).not.toContain(token)
    expect(task?.payload).toMatchObject({ description: 'Old work' })
  })
})
