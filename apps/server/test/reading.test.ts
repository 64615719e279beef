import { readFileSync } from 'node:fs'
import { type EntriesPage, health } from '@meantime/protocol'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { VERSION } from '../src/version.js'
import { type Api, running, START, TestClock } from './support/harness.js'
import { EntryScript, send } from './support/items.js'

const page = async (api: Api, query = '') => (await api.get<EntriesPage>(`/v1/entries${query}`)).body

async function withEntries(starts: readonly number[]): Promise<Api> {
  const { api } = await running({ clock: new TestClock() })
  const ada = await api.signedIn()
  const items = starts.map((at) => ({ ...new EntryScript().start(String(at)), occurredAt: START + at }))
  if (items.length > 0) await send(ada, items)
  return ada
}

test('pages follow each other, newest first, none missing and none twice, also at one instant', async () => {
  const ada = await withEntries([5, 1, 3, 3, 3, 3, 2, 9])
  const seen: string[] = []
  let cursor = ''
  for (;;) {
    const { entries, nextCursor } = await page(ada, `?limit=3${cursor}`)
    seen.push(...entries.map(({ id }) => id))
    if (nextCursor === null) break
    cursor = `&cursor=${nextCursor}`
  }
  expect(seen).toEqual((await page(ada)).entries.map(({ id }) => id))
  expect(new Set(seen).size).toBe(8)
})

test('an entry that arrives between two pages does not shift them', async () => {
  const ada = await withEntries([1, 2, 3, 4])
  const first = await page(ada, '?limit=2')
  await send(ada, [{ ...new EntryScript().start('late'), occurredAt: START + 100 }])
  const second = await page(ada, `?limit=2&cursor=${first.nextCursor}`)
  expect([...first.entries, ...second.entries].map(({ description }) => description)).toEqual(['4', '3', '2', '1'])
})

test('from is included, to is not', async () => {
  const ada = await withEntries([1, 2, 3, 4])
  const { entries } = await page(ada, `?from=${START + 2}&to=${START + 4}`)
  expect(entries.map(({ description }) => description)).toEqual(['3', '2'])
})

test('a running entry is counted up to now', async () => {
  const clock = new TestClock()
  const { api } = await running({ clock })
  const ada = await api.signedIn()
  await send(ada, [new EntryScript().start()])
  clock.time = START + 90_000
  expect((await page(ada)).entries[0]).toMatchObject({ state: 'running', endedAt: null, workedMs: 90_000 })
})

test.each(['?limit=0', '?limit=1001', '?limit=x', '?from=yesterday', '?to=-1', '?cursor=nonsense', '?cursor='])(
  'a query that makes no sense is refused: %s',
  async (query) => {
    const ada = await withEntries([])
    expect(await ada.get(`/v1/entries${query}`)).toMatchObject({ status: 422, body: { code: 'invalid-query' } })
  },
)

test('health tells the name and the version, and fails when the database does not answer', async () => {
  const { api, databaseFile } = await running()
  const { status, body } = await api.get('/v1/health')
  expect(status).toBe(200)
  expect(health.parse(body)).toEqual(body)
  expect(VERSION).toBe(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)
  const db = new BetterSqlite3(databaseFile)
  db.exec('DROP TABLE accounts')
  db.close()
  expect(await api.get('/v1/health')).toMatchObject({ status: 503, body: { code: 'unhealthy' } })
})
