import { createDecipheriv } from 'node:crypto'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  addLegacyRows,
  LEGACY_FROM,
  LEGACY_KEY,
  LEGACY_SCHEMAS,
  LEGACY_TEST_VECTOR,
  type LegacyContent,
  legacyDatabase,
  legacyEncrypted,
  legacyPayload,
  sampleLegacyRows,
  start,
  step,
} from '../src/legacy-database/index.js'

function made(content: LegacyContent): Database.Database {
  const database = legacyDatabase(new Database(':memory:'), content)
  onTestFinished(() => void database.close())
  return database
}
const all = (database: Database.Database, sql: string) => database.prepare(sql).all()
const columns = (database: Database.Database, table: string) =>
  (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)

describe('a database of the former client', () => {
  test('of each age has the columns, the tables and the version of its age', () => {
    const told = LEGACY_SCHEMAS.map((schema) => {
      const database = made({ schema, user: 'u-1', days: [{ day: '2026-01-02', seconds: 60 }] })
      return [
        schema,
        columns(database, 'sync_queue').includes('priority'),
        columns(database, 'app_meta').length > 0 && all(database, 'SELECT * FROM app_meta'),
        database.pragma('user_version', { simple: true }),
        database.prepare('SELECT started_at FROM time_entries').pluck().get(),
      ]
    })
    const user = [{ key: 'current_user_id', value: 'u-1' }]
    expect(told).toEqual([
      ['oldest', false, false, 0, LEGACY_FROM],
      ['early', true, false, 0, LEGACY_FROM],
      ['middle', true, user, 0, LEGACY_FROM],
      ['newest', true, user, 5, LEGACY_FROM * 1000],
    ])
  })

  test('holds its tasks a minute apart, as text, and takes more while it is open', () => {
    const database = made({ rows: [start('Work'), { ...step('stop'), status: 'failed' }] })
    addLegacyRows(database, [{ payload: '{broken', created_at: 'soon' }], LEGACY_FROM)
    expect(all(database, 'SELECT entity_type, payload, status, retry_count, created_at FROM sync_queue')).toEqual([
      {
        entity_type: 'time_entry_start',
        payload: '{"projectId":"p-1","userId":"u-1","description":"Work"}',
        status: 'pending',
        retry_count: 0,
        created_at: LEGACY_FROM,
      },
      {
        entity_type: 'time_entry_stop',
        payload: '{"id":"temp-1"}',
        status: 'failed',
        retry_count: 0,
        created_at: LEGACY_FROM + 60,
      },
      { entity_type: 'time_entry_start', payload: '{broken', status: 'pending', retry_count: 0, created_at: 'soon' },
    ])
  })

  test('refuses what a strict one would not hold', () => {
    const rows = [{ payload: null }]
    expect(all(made({ rows }), 'SELECT payload FROM sync_queue')).toEqual(rows)
    expect(() => made({ rows, strict: true })).toThrow(/NOT NULL/)
  })

  test('by its sample has tokens in clear, work that was delivered, that waits, and that runs', () => {
    const database = made({ rows: sampleLegacyRows({ accessToken: 'secret' }) })
    const found = all(database, "SELECT status, count(*) AS n FROM sync_queue WHERE payload LIKE '%secret%' GROUP BY 1")
    expect(found).toEqual([
      { status: 'failed', n: 1 },
      { status: 'pending', n: 3 },
      { status: 'sent', n: 2 },
    ])
  })
})

describe('a payload of the former client', () => {
  const tokens = { accessToken: 'secret', refreshToken: 'secret-2' }
  const { plain, nonce, encrypted } = LEGACY_TEST_VECTOR

  test('is encrypted as the test vector of the format', () => {
    expect(legacyEncrypted(plain, { nonce })).toBe(encrypted)
    expect(legacyPayload('D', JSON.parse(plain), {}, { nonce })).toBe(encrypted)
  })

  test('has its tokens in clear, each encrypted, not at all, or within', () => {
    const payload = { id: 'temp-1' }
    expect(JSON.parse(legacyPayload('A', payload, tokens))).toEqual({ ...payload, ...tokens })
    const { accessToken, refreshToken, ...rest } = JSON.parse(legacyPayload('B', payload, tokens, { mark: 1 }))
    expect([opened(accessToken), opened(refreshToken), rest]).toEqual([
      'secret',
      'secret-2',
      { ...payload, _encrypted: 1 },
    ])
    expect(JSON.parse(legacyPayload('C', payload, tokens))).toEqual(payload)
    expect(JSON.parse(opened(legacyPayload('D', payload, tokens)))).toEqual({ ...payload, ...tokens })
  })

  test('is the same each time, so that a failing test fails again', () => {
    expect(legacyEncrypted(plain)).toBe(legacyEncrypted(plain))
    expect(legacyEncrypted(plain, { key: 'ab'.repeat(32) })).not.toBe(legacyEncrypted(plain))
  })
})

function opened(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(LEGACY_KEY, 'hex'), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
}
