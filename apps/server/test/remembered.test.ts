import type { SyncResult } from '@meantime/protocol'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { type Api, running } from './support/harness.js'
import { EntryScript } from './support/items.js'

const ask = async (api: Api, items: readonly object[], known?: unknown): Promise<SyncResult> => {
  const { status, body } = await api.post<SyncResult>('/v1/sync/batches', { items, known })
  expect(status).toBe(200)
  return body
}

test('a client that names what it was told last is told whether it is here, and what is last now', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const [start, pause, resume, stop] = new EntryScript().whole() as [{ id: string }, { id: string }, object, object]
  const first = await ask(ada, [start, pause])
  expect(first).toMatchObject({ latest: pause.id })
  expect(first).not.toHaveProperty('knows')
  const second = await ask(ada, [resume, stop], pause.id.toUpperCase())
  expect(second).toMatchObject({ knows: true, latest: (stop as { id: string }).id })
  expect(second.results.map(({ status }) => status)).toEqual(['applied', 'applied'])
})

test('of duplicates and what is named, the last that took effect is the latest', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const [start, pause, resume] = new EntryScript().whole() as [{ id: string }, { id: string }, { id: string }]
  await ask(ada, [start, pause, resume])
  expect(await ask(ada, [start], resume.id)).toMatchObject({ latest: resume.id })
  expect(await ask(ada, [pause], start.id)).toMatchObject({ latest: pause.id })
})

test('nothing is taken from a client that was told of work which is not here', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const [start, pause, resume, stop] = new EntryScript().whole() as object[]
  await ask(ada, [start ?? {}])
  const refused = await ask(ada, [stop ?? {}, { id: 'nonsense' }], v7())
  expect(refused.knows).toBe(false)
  expect(refused).not.toHaveProperty('latest')
  for (const result of refused.results)
    expect(result).toMatchObject({ status: 'blocked', problem: { code: 'earlier-work-unknown' } })
  const all = await ask(ada, [start ?? {}, pause ?? {}, resume ?? {}, stop ?? {}])
  expect(all.results.map(({ status }) => status)).toEqual(['duplicate', 'applied', 'applied', 'applied'])
})

test("another account's item is not known, and not last", async () => {
  const { api } = await running()
  const ada = await api.signedIn('ada@example.org')
  const bob = await api.signedIn('bob@example.org')
  const hers = new EntryScript().start() as { id: string }
  await ask(ada, [hers])
  expect(await ask(bob, [new EntryScript().start()], hers.id)).toMatchObject({ knows: false })
})
