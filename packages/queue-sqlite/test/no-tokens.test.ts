import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AccountId, EntryId, EventId, TaskId } from '@meantime/core'
import { expect, test } from 'vitest'
import { openForTest, tempFolder } from './support/open-app.js'

const ANN = 'ann' as AccountId
const TOKENS = { accessToken: 'PLANTED-A', refreshToken: { deep: 'PLANTED-B' }, _encrypted: 'PLANTED-C' }

test('tokens that an old caller puts into a payload or an event reach neither the disk nor a claim', async () => {
  const file = join(tempFolder(), 'a.db')
  const { app, journal, queue, newId, clock } = await openForTest({ file })
  const entryId = newId() as EntryId
  const fields = { entryId, occurredAt: clock.now() }
  const start = {
    ...fields,
    id: newId() as EventId,
    type: 'start',
    description: 'Work',
    project: null,
    ...TOKENS,
  } as const
  const edit = {
    ...fields,
    id: newId() as EventId,
    type: 'edit',
    changes: { description: 'Better', auth: [TOKENS], ...TOKENS },
  } as const
  await journal.record(ANN, () => [start, edit])
  await queue.enqueue({
    id: newId() as TaskId,
    account: ANN,
    entityType: 'activity',
    payload: { samples: [1], auth: [{ nested: { ...TOKENS } }], toJSON: undefined, ...TOKENS },
  })

  const tasks = (await queue.claim({ account: ANN, limit: 10 }))?.tasks ?? []
  expect(tasks).toHaveLength(3)
  expect(JSON.stringify(tasks)).not.toMatch(/PLANTED|Token|_encrypted/)
  expect(tasks.map(({ payload }) => payload)).toMatchObject([
    { description: 'Work' },
    { changes: { description: 'Better' } },
    { samples: [1], auth: [{ nested: {} }] },
  ])
  expect(await journal.entry(entryId)).toMatchObject({ description: 'Better' })

  const folder = dirname(file)
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('PLANTED'), name).toBe(false)
  await app.stop()
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('PLANTED'), name).toBe(false)
})
