import { join } from 'node:path'
import { type AccountId, isQueueFullError, type TaskDraft, type TaskId } from '@meantime/core'
import { expect, test } from 'vitest'
import { openForTest, tempFolder } from './support/open-app.js'

const ANN = '0190a000-0000-7000-8000-00000000000a' as AccountId

async function open(capacity = 10_000) {
  const { queue, newId, file } = await openForTest({ file: join(tempFolder(), 'meantime.db'), capacity })
  const draft = (payload: unknown = {}): TaskDraft => {
    return { id: newId() as TaskId, account: ANN, entityType: 'activity', payload }
  }
  return { queue, draft, file }
}

test('what is enqueued in one turn is all there, each once, in its order', async () => {
  const { queue, draft } = await open()
  const drafts = Array.from({ length: 600 }, (_, n) => draft({ n }))
  await Promise.all([...drafts, ...drafts.slice(100, 400)].map((one) => queue.enqueue(one)))
  const tasks = await queue.tasks({ account: ANN, limit: 1000 })
  expect(tasks.map(({ id }) => id)).toEqual(drafts.map(({ id }) => id))
  const lease = await queue.claim({ account: ANN, limit: 1000 })
  expect(lease?.tasks.map(({ id, lane, payload }) => ({ id, lane, payload }))).toEqual(
    drafts.map(({ id }, n) => ({ id, lane: id, payload: { n } })),
  )
})

test('one that cannot be written is refused alone', async () => {
  const { queue, draft } = await open()
  const good = Array.from({ length: 40 }, () => draft())
  const notJson = draft(1n)
  const noAccount = { ...draft(), account: null as unknown as AccountId }
  const all = [...good.slice(0, 20), notJson, noAccount, ...good.slice(20)]
  const results = await Promise.allSettled(all.map((one) => queue.enqueue(one)))
  expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [all[n]] : []))).toEqual([notJson, noAccount])
  const there = new Set((await queue.tasks({ limit: 1000 })).map(({ id }) => id))
  expect(there).toEqual(new Set(good.map(({ id }) => id)))
  expect((await queue.counts()).pending).toBe(good.length)
})

test('of more than fit, as many as fit are taken, and who is refused knows it', async () => {
  const { queue, draft } = await open(50)
  const drafts = Array.from({ length: 80 }, () => draft())
  const results = await Promise.allSettled(drafts.map((one) => queue.enqueue(one)))
  const taken = drafts.filter((_, n) => results[n]?.status === 'fulfilled').map(({ id }) => id)
  expect(taken).toEqual(drafts.slice(0, 50).map(({ id }) => id))
  expect(results.every((result) => result.status === 'fulfilled' || isQueueFullError(result.reason))).toBe(true)
  expect((await queue.tasks({ limit: 1000 })).map(({ id }) => id)).toEqual(taken)
})

test('in a full queue those that are in it already are taken for what they are', async () => {
  const { queue, draft } = await open(50)
  const drafts = Array.from({ length: 50 }, () => draft())
  await Promise.all(drafts.map((one) => queue.enqueue(one)))
  const again = [draft(), ...drafts.slice(10, 30), draft()]
  const results = await Promise.allSettled(again.map((one) => queue.enqueue(one)))
  expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([0, 21])
})

test('after the file was closed every call is refused; after it was opened again none is', async () => {
  const { queue, draft, file } = await open()
  await file.stop()
  for (const one of [draft(), draft()])
    await expect(queue.enqueue(one)).rejects.toMatchObject({ code: 'DATABASE_CLOSED' })
  await file.start()
  await queue.enqueue(draft())
  expect((await queue.counts()).pending).toBe(1)
})
