import type { EntriesPage, ProjectsPage } from '@meantime/protocol'
import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { running } from './support/harness.js'
import { EntryScript, outcomes, send } from './support/items.js'

async function adaAndBob() {
  const { api, databaseFile } = await running()
  return { ada: await api.signedIn('ada@example.com'), bob: await api.signedIn('bob@example.com'), databaseFile }
}

test('an account reads its own entries and projects only', async () => {
  const { ada, bob } = await adaAndBob()
  await send(ada, new EntryScript().whole())
  expect((await bob.get('/v1/entries')).body).toEqual({ entries: [], nextCursor: null })
  expect((await bob.get('/v1/projects')).body).toEqual({ projects: [] })
})

test("an account cannot touch another's entry, even when it knows the id", async () => {
  const { ada, bob } = await adaAndBob()
  const script = new EntryScript()
  await send(ada, [script.start()])
  const attack = [script.event('stop'), script.edit({ description: 'Mine now' }), script.event('delete')]
  for (const item of attack) expect(await outcomes(bob, [item])).toEqual(['blocked entry-unknown'])
  const { entries } = (await ada.get<EntriesPage>('/v1/entries')).body
  expect(entries).toMatchObject([{ state: 'running', description: 'Write the report' }])
})

test('the same ids of two accounts are two entries, two items, two projects', async () => {
  const { ada, bob } = await adaAndBob()
  const script = new EntryScript()
  const start = script.start('of Ada')
  await send(ada, [start, script.event('stop')])
  expect(await outcomes(bob, [{ ...start, description: 'of Bob' }])).toEqual(['applied'])
  expect(await outcomes(bob, [start])).toEqual(['rejected idempotency-conflict'])
  const of = async (api: typeof ada) => (await api.get<EntriesPage>('/v1/entries')).body.entries
  expect(await of(ada)).toMatchObject([{ id: script.entryId, state: 'stopped', description: 'of Ada' }])
  expect(await of(bob)).toMatchObject([{ id: script.entryId, state: 'running', description: 'of Bob' }])
  const project = async (api: typeof ada) => (await api.get<ProjectsPage>('/v1/projects')).body.projects[0]
  expect((await project(ada))?.id).not.toBe((await project(bob))?.id)
})

test("a cursor of one account shows another nothing but the other's own", async () => {
  const { ada, bob } = await adaAndBob()
  await send(ada, [new EntryScript().start('1'), new EntryScript().start('2')])
  const own = new EntryScript('00000000-0000-7000-8000-000000000000')
  await send(bob, [own.start('of Bob')])
  const cursor = (await ada.get<EntriesPage>('/v1/entries?limit=1')).body.nextCursor
  const { entries } = (await bob.get<EntriesPage>(`/v1/entries?cursor=${cursor}`)).body
  expect(entries.map(({ description }) => description)).toEqual(['of Bob'])
})

test("every tenant's row carries its account", async () => {
  const { ada, bob, databaseFile } = await adaAndBob()
  await send(ada, new EntryScript().whole())
  await send(bob, new EntryScript().whole())
  const db = new BetterSqlite3(databaseFile, { readonly: true })
  for (const table of ['events', 'receipts', 'entries', 'projects', 'token_families'])
    expect(db.prepare(`SELECT COUNT(DISTINCT account_id) FROM ${table}`).pluck().get()).toBe(2)
  db.close()
})
