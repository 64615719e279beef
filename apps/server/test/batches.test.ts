import type { EntriesPage, ProjectsPage } from '@meantime/protocol'
import BetterSqlite3 from 'better-sqlite3'
import { v4 } from 'uuid'
import { expect, test } from 'vitest'
import { running, START } from './support/harness.js'
import { EntryScript, outcomes, send } from './support/items.js'

const rows = (file: string, table: string): Record<string, unknown>[] => {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    return db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
  } finally {
    db.close()
  }
}

test('an entry worked offline arrives with the times it was worked', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  expect(await outcomes(ada, script.whole())).toEqual(['applied', 'applied', 'applied', 'applied'])
  const { body } = await ada.get<EntriesPage>('/v1/entries')
  expect(body.entries).toEqual([
    {
      id: script.entryId,
      state: 'stopped',
      description: 'Write the report',
      project: 'Apollo',
      zone: 'Europe/Berlin',
      startedAt: START,
      endedAt: START + 180_000,
      segments: [
        { from: START, to: START + 60_000 },
        { from: START + 120_000, to: START + 180_000 },
      ],
      workedMs: 120_000,
    },
  ])
})

test('sending a batch again changes nothing, whole or in parts', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const items = new EntryScript().whole()
  await send(ada, items)
  expect(await outcomes(ada, items)).toEqual(Array(4).fill('duplicate'))
  expect(await outcomes(ada, items.slice(2))).toEqual(['duplicate', 'duplicate'])
  expect(rows(databaseFile, 'events')).toHaveLength(4)
  expect(rows(databaseFile, 'receipts').map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
})

test('the order in which a client writes the keys of an item is nothing', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const start = new EntryScript().start()
  await send(ada, [start])
  expect(await outcomes(ada, [Object.fromEntries(Object.entries(start).reverse())])).toEqual(['duplicate'])
})

test('the same id with another content is refused, and what took effect stays', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const start = new EntryScript().start('First')
  await send(ada, [start])
  expect(await outcomes(ada, [{ ...start, description: 'Second' }])).toEqual(['rejected idempotency-conflict'])
  expect((await ada.get<EntriesPage>('/v1/entries')).body.entries[0]?.description).toBe('First')
})

test('an id twice in one batch is judged as if it came twice', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const start = new EntryScript().start('First')
  const items = [start, start, { ...start, description: 'Second' }]
  expect(await outcomes(ada, items)).toEqual(['applied', 'duplicate', 'rejected idempotency-conflict'])
  expect(rows(databaseFile, 'events')).toHaveLength(1)
})

test('one bad item holds back the rest of its entry only', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const bad = new EntryScript()
  const good = new EntryScript()
  const broken = { ...bad.event('pause'), occurredAt: -1 }
  const items = [bad.start(), good.start(), broken, good.event('pause'), bad.event('resume'), good.event('stop')]
  expect(await outcomes(ada, items)).toEqual([
    'applied',
    'applied',
    'rejected invalid-item',
    'applied',
    'blocked predecessor-not-applied',
    'applied',
  ])
})

test('a refused item leaves no receipt: corrected under the same id it is taken', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const start = new EntryScript().start()
  const results = await send(ada, [{ ...start, zone: 'x'.repeat(65) }])
  expect(results.get(String(start.id))).toMatchObject({
    status: 'rejected',
    problem: { code: 'invalid-item', detail: expect.stringContaining('zone') },
  })
  expect(rows(databaseFile, 'receipts')).toEqual([])
  expect(await outcomes(ada, [start])).toEqual(['applied'])
})

test('an event whose start has not arrived waits for it, and takes effect after it', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  const start = script.start()
  const stop = script.event('stop')
  expect(await outcomes(ada, [stop, start])).toEqual(['blocked entry-unknown', 'blocked predecessor-not-applied'])
  expect(rows(databaseFile, 'events')).toEqual([])
  expect(await outcomes(ada, [start, stop])).toEqual(['applied', 'applied'])
})

test('what had taken effect is told so, even behind an item that did not', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  const start = script.start()
  const pause = script.event('pause')
  const resume = script.event('resume')
  await send(ada, [start, pause])
  const items = [{ ...start, description: 'changed' }, pause, resume]
  expect(await outcomes(ada, items)).toEqual([
    'rejected idempotency-conflict',
    'duplicate',
    'blocked predecessor-not-applied',
  ])
})

test.each([
  ['a kind that nobody knows', { type: 'time_entry_explode' }],
  ['no time', { occurredAt: undefined }],
  ['half a millisecond', { occurredAt: START + 0.5 }],
  ['an id that is no UUID', { entryId: 'mine' }],
  ['an unknown key', { hourlyRate: 100 }],
  ['a lone surrogate', { description: 'half a \ud83d' }],
  ['a NUL', { description: 'a\0b' }],
  ['a description that is a list', { description: ['x'] }],
])('an item with %s is refused and stores nothing', async (_what, change) => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  expect(await outcomes(ada, [{ ...new EntryScript().start(), ...change }])).toEqual(['rejected invalid-item'])
  for (const table of ['events', 'receipts', 'entries', 'projects']) expect(rows(databaseFile, table)).toEqual([])
})

test('tokens that an older client left in a payload are taken out, at any depth, and never stored', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  const leak = { accessToken: 'SECRET-1', refreshToken: 'SECRET-2', _encrypted: { accessToken: 'SECRET-3' } }
  const start = script.start()
  const segments = [{ from: START, to: START + 1, ...leak }]
  const edit = script.edit({ segments })
  const leaky = { ...edit, changes: { segments, ...leak }, ...leak }
  expect(await outcomes(ada, [{ ...start, ...leak }, leaky])).toEqual(['applied', 'applied'])
  expect(JSON.stringify(rows(databaseFile, 'events'))).not.toMatch(/SECRET|accessToken|refreshToken|_encrypted/)
  // The tokens change with every try; the item is still the same.
  expect(await outcomes(ada, [{ ...start, accessToken: 'SECRET-4' }])).toEqual(['duplicate'])
})

test('the log keeps every event as it was received, in the order of arrival', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  const items = [...script.whole('日本語 🎉 "quoted"'), script.event('delete')]
  await send(ada, items)
  const log = rows(databaseFile, 'events').map(({ payload }) => JSON.parse(String(payload)))
  expect(log).toEqual(items)
})

test('a deleted entry says so, keeps its history and ignores what comes later', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  const items = [script.start(), script.event('delete'), script.edit({ description: 'Back again' })]
  expect(await outcomes(ada, items)).toEqual(['applied', 'applied', 'applied'])
  expect((await ada.get<EntriesPage>('/v1/entries')).body.entries[0]).toMatchObject({
    state: 'deleted',
    description: 'Write the report',
  })
  expect(rows(databaseFile, 'events')).toHaveLength(3)
})

test('an edit changes what it names, wherever the entry stands', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  await send(ada, script.whole())
  const segments = [{ from: START - 3_600_000, to: START }]
  await send(ada, [script.edit({ segments }), script.edit({ project: null })])
  const [entry] = (await ada.get<EntriesPage>('/v1/entries')).body.entries
  expect(entry).toMatchObject({ startedAt: START - 3_600_000, workedMs: 3_600_000, project: null })
  expect(entry).toMatchObject({ description: 'Write the report', segments })
})

test('project names are collected once, whatever their case', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  await send(ada, [
    new EntryScript().start('a', 'Zeppelin'),
    new EntryScript().start('b', 'apollo'),
    new EntryScript().start('c', 'APOLLO'),
    new EntryScript().start('d', null),
    new EntryScript().start('e', '  '),
    script.start('f', 'Zeppelin'),
    script.edit({ project: 'Über' }),
  ])
  await send(ada, [new EntryScript().start('g', 'zeppelin')])
  const { projects } = (await ada.get<ProjectsPage>('/v1/projects')).body
  expect(projects.map(({ name }) => name)).toEqual(['apollo', 'Zeppelin', 'Über'])
  expect(projects.every(({ archived }) => archived === false)).toBe(true)
})

test('one UUID is one item, in capitals or not', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const start = new EntryScript(v4().toUpperCase()).start()
  expect(await outcomes(ada, [start])).toEqual(['applied'])
  const lower = { ...start, id: String(start.id).toUpperCase(), entryId: String(start.entryId).toLowerCase() }
  const results = await send(ada, [lower])
  expect(results.get(lower.id)).toEqual({ id: lower.id, status: 'duplicate' })
})

test('when the answer is lost, sending again finds everything done', async () => {
  const { api } = await running({ faults: ({ n }) => (n === 1 ? 'lose-response' : 'pass') })
  const ada = await api.signedIn()
  const items = new EntryScript().whole()
  await expect(send(ada, items)).rejects.toThrow()
  expect(await outcomes(ada, items)).toEqual(Array(4).fill('duplicate'))
})

test('an outage can be played: it answers as told, does nothing, and touches only the sync endpoint', async () => {
  const { api, databaseFile } = await running({
    faults: ({ method, path, n }) => {
      expect([method, path]).toEqual(['POST', '/v1/sync/batches'])
      return n === 1 ? { status: 503, retryAfterSeconds: 7 } : 'pass'
    },
  })
  const ada = await api.signedIn()
  const items = [new EntryScript().start()]
  const answer = await ada.post('/v1/sync/batches', { items })
  expect(answer).toMatchObject({ status: 503, body: { code: 'injected-fault' } })
  expect(answer.headers.get('retry-after')).toBe('7')
  expect(rows(databaseFile, 'events')).toEqual([])
  expect(await outcomes(ada, items)).toEqual(['applied'])
})

test('many batches at once, overlapping, end with each item once', async () => {
  const { api, databaseFile } = await running()
  const ada = await api.signedIn()
  const entries = Array.from({ length: 20 }, () => new EntryScript().whole())
  const batches = entries.flatMap((whole, index) => [whole, [...whole, ...(entries[index + 1] ?? [])]])
  await Promise.all(batches.map((items) => send(ada, items)))
  const log = rows(databaseFile, 'events')
  expect(log).toHaveLength(80)
  expect(new Set(log.map(({ id }) => id)).size).toBe(80)
  const { body } = await ada.get<EntriesPage>('/v1/entries')
  expect(body.entries.every(({ state, workedMs }) => state === 'stopped' && workedMs === 120_000)).toBe(true)
})
