import type { AccountId } from '@meantime/core'
import { type EntriesPage, syncEnvelope } from '@meantime/protocol'
import BetterSqlite3 from 'better-sqlite3'
import { pino } from 'pino'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { Database } from '../src/database/database.js'
import { accounts } from '../src/database/entities.js'
import { isUnavailable } from '../src/database/sqlite.js'
import { Projects } from '../src/projects/projects.js'
import { PictureFolder } from '../src/screenshots/picture-folder.js'
import { Batches } from '../src/sync/batches.js'
import { running, TestClock, tempFolder } from './support/harness.js'
import { EntryScript, outcomes } from './support/items.js'

/** Makes the database itself fail for events whose description holds `word`. */
function sabotage(
  file: string,
  table: 'events' | 'receipts',
  condition: string,
  raise: 'ABORT' | 'ROLLBACK',
): () => void {
  const db = new BetterSqlite3(file)
  db.exec(`CREATE TRIGGER sabotage BEFORE INSERT ON ${table} WHEN ${condition}
    BEGIN SELECT RAISE(${raise}, 'sabotaged'); END`)
  db.close()
  return () => {
    const again = new BetterSqlite3(file)
    again.exec('DROP TRIGGER sabotage')
    again.close()
  }
}

const count = (file: string, table: string): unknown => {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    return db.prepare(`SELECT COUNT(*) AS n FROM ${table}`).pluck().get()
  } finally {
    db.close()
  }
}

test('when the database refuses one item, the others stand and that one can be sent again', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const repair = sabotage(databaseFile, 'events', "NEW.payload LIKE '%poison%'", 'ABORT')
  const poisoned = new EntryScript()
  const sound = new EntryScript()
  const items = [sound.start(), poisoned.start('poison'), poisoned.event('stop'), sound.event('stop')]
  expect(await outcomes(ada, items)).toEqual([
    'applied',
    'retry not-stored',
    'blocked predecessor-not-applied',
    'applied',
  ])
  repair()
  expect(await outcomes(ada, items)).toEqual(['duplicate', 'applied', 'applied', 'duplicate'])
})

test('an effect without its receipt is undone', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const repair = sabotage(databaseFile, 'receipts', '1', 'ABORT')
  const items = [new EntryScript().start()]
  expect(await outcomes(ada, items)).toEqual(['retry not-stored'])
  for (const table of ['events', 'entries', 'projects', 'receipts']) expect(count(databaseFile, table)).toBe(0)
  repair()
  expect(await outcomes(ada, items)).toEqual(['applied'])
})

test('when the database drops the whole transaction, nothing is told to be done', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const repair = sabotage(databaseFile, 'events', "NEW.payload LIKE '%poison%'", 'ROLLBACK')
  const items = [new EntryScript().start(), new EntryScript().start('poison')]
  const answer = await ada.post('/v1/sync/batches', { items })
  expect(answer).toMatchObject({ status: 503, body: { code: 'storage-unavailable' } })
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(count(databaseFile, 'events')).toBe(0)
  repair()
  expect(await outcomes(ada, items)).toEqual(['applied', 'applied'])
  expect((await ada.get<EntriesPage>('/v1/entries')).body.entries).toHaveLength(2)
})

test('on a full disk nothing is told to be done that is not, smaller batches still fit, and all comes in the end', async () => {
  const clock = new TestClock()
  const file = `${tempFolder()}/test.db`
  const database = new Database({ file, clock })
  await database.open()
  const account = 'a' as AccountId
  const pictures = new PictureFolder(`${file}.pictures`)
  const batches = new Batches(database, { clock, projects: new Projects(database, clock, v7), pictures })
  const take = async (items: readonly Record<string, unknown>[]) => {
    const envelope = syncEnvelope.parse({ items })
    return (await batches.take(account, envelope, pino({ level: 'silent' }))).results.map(({ status }) => status)
  }
  const row = { id: account, email: 'a', emailKey: 'a', name: null, passwordHash: '', createdAt: 1 }
  await database.write(({ manager }) => manager.insert(accounts, row))
  // SQLite's own SQLITE_FULL: the file may not grow by more than this.
  await database.read((manager) => manager.query('PRAGMA max_page_count = 130'))
  const items = Array.from({ length: 100 }, () => new EntryScript().start('x'.repeat(5000)))
  // SQLite drops the whole transaction by itself then, savepoints and all.
  await expect(take(items)).rejects.toSatisfy(isUnavailable)
  expect(count(file, 'events')).toBe(0)
  expect(await take(items.slice(0, 10))).toEqual(Array(10).fill('applied'))
  await expect(take(items)).rejects.toSatisfy(isUnavailable)
  expect(count(file, 'events')).toBe(10)
  await database.read((manager) => manager.query('PRAGMA max_page_count = 100000'))
  expect(await take(items)).toEqual([...Array(10).fill('duplicate'), ...Array(90).fill('applied')])
  await database.close()
})
