import type { ActivityPage } from '@meantime/protocol'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { running, START } from './support/harness.js'
import { EntryScript, outcomes, send } from './support/items.js'

const sample = (entryId: string, from = START) => ({
  type: 'activity',
  id: v7(),
  entryId,
  from,
  minutes: [{ level: 'lots', app: 'Editor' }, { level: 'none' }, {}],
})

async function adaAndBob() {
  const { api } = await running()
  return { ada: await api.signedIn('ada@example.com'), bob: await api.signedIn('bob@example.com') }
}

test('a sample arrives once, whatever is sent again, and is read back as it was', async () => {
  const { ada } = await adaAndBob()
  const script = new EntryScript()
  const sent = sample(script.entryId)
  expect(await outcomes(ada, [script.start(), sent, sent])).toEqual(['applied', 'applied', 'duplicate'])
  expect(await outcomes(ada, [sent])).toEqual(['duplicate'])
  expect(await outcomes(ada, [{ ...sent, minutes: [{}] }])).toEqual(['rejected idempotency-conflict'])
  const { type: _, ...stored } = sent
  expect((await ada.get<ActivityPage>('/v1/activity')).body).toEqual({ samples: [stored], nextCursor: null })
})

test('a sample waits for its entry’s start, and a bad one holds nothing of the entry back', async () => {
  const { ada } = await adaAndBob()
  const script = new EntryScript()
  const early = sample(script.entryId)
  expect(await outcomes(ada, [early])).toEqual(['blocked entry-unknown'])
  const bad = { ...sample(script.entryId), minutes: [{ keys: 'secret' }] }
  expect(await outcomes(ada, [script.start(), bad, script.event('stop'), early])).toEqual([
    'applied',
    'rejected invalid-item',
    'applied',
    'applied',
  ])
})

test('an account sees its own samples only, and cannot add to another’s entry', async () => {
  const { ada, bob } = await adaAndBob()
  const script = new EntryScript()
  const sent = sample(script.entryId)
  await send(ada, [script.start(), sent])
  expect(await outcomes(bob, [sent])).toEqual(['blocked entry-unknown'])
  expect((await bob.get('/v1/activity')).body).toEqual({ samples: [], nextCursor: null })
  await send(bob, [script.start()])
  expect(await outcomes(bob, [{ ...sent, minutes: [{ app: 'of Bob' }] }])).toEqual(['applied'])
  expect((await ada.get<ActivityPage>('/v1/activity')).body.samples).toMatchObject([{ minutes: sent.minutes }])
})

test('samples are paged newest first, by entry and time', async () => {
  const { ada } = await adaAndBob()
  const [one, two] = [new EntryScript(), new EntryScript()]
  const samples = [0, 1, 2].map((hour) => sample(one.entryId, START + hour * 3_600_000))
  await send(ada, [one.start(), two.start(), ...samples, sample(two.entryId)])
  const page = async (query: string) => (await ada.get<ActivityPage>(`/v1/activity?${query}`)).body
  const first = await page(`entryId=${one.entryId}&limit=2`)
  expect(first.samples.map(({ id }) => id)).toEqual([samples[2]?.id, samples[1]?.id])
  const rest = await page(`entryId=${one.entryId}&limit=2&cursor=${first.nextCursor}`)
  expect([rest.samples.map(({ id }) => id), rest.nextCursor]).toEqual([[samples[0]?.id], null])
  expect((await page(`from=${START + 1}&to=${START + 7_200_000}`)).samples.map(({ id }) => id)).toEqual([
    samples[1]?.id,
  ])
  expect((await ada.get('/v1/activity?limit=0')).status).toBe(422)
  expect((await ada.get('/v1/activity?cursor=nonsense')).status).toBe(422)
})
