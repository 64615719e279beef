import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import {
  type App,
  type EntryId,
  isQueueFullError,
  NEW_ID,
  SHOT_KEEPER,
  SHOT_LEDGER,
  TASK_QUEUE,
  type TaskId,
  TIME_TRACKER,
} from '@meantime/core'
import { must, mustEqual } from '../model/violation.js'
import { spoolIn } from './camera.js'
import { PhotoLab } from './photo-lab.js'
import type { Scenario } from './scenario.js'

const WAITING = 10_000
const CAPACITY = 4000
const AT_ONCE = 100
const FACTS = { mediaType: 'image/webp', width: 64, height: 48, redacted: 0 } as const

export const waitingPictureScenarios: readonly Scenario[] = [
  {
    title: '10 000 pictures wait: the queue takes what fits, the rest stays and says why, and tracking goes on',
    screens: 0,
    async run() {
      const lab = await PhotoLab.open()
      try {
        await lab.use((app) => waitAndGo(app, lab), { capacity: CAPACITY })
      } finally {
        await lab.close()
      }
    },
  },
]

async function waitAndGo(app: App, lab: PhotoLab): Promise<void> {
  const [ledger, tracker, queue] = [app.get(SHOT_LEDGER), app.get(TIME_TRACKER), app.get(TASK_QUEUE)]
  const { entry } = await tracker.start({ description: 'Work' })
  for (let n = 0; n < WAITING; n += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, () => keep(app, lab, entry.id)))
  const count = async (state: 'held' | 'queued' | 'dropped') =>
    (await ledger.list({ account: lab.account, states: [state], limit: WAITING })).length

  mustEqual(await ledger.release(lab.account), CAPACITY - 1, 'what the queue took beside the start')
  const held = await ledger.list({ account: lab.account, states: ['held'], limit: WAITING })
  mustEqual(held.length, WAITING - CAPACITY + 1, 'what stays')
  must(
    held.slice(-100).every(({ reason }) => reason === 'queue-full'),
    'the oldest of those that stay do not say why',
  )
  const refused = await queue
    .enqueue({ id: app.get(NEW_ID)() as TaskId, account: lab.account, entityType: 'activity', payload: {} })
    .catch((error: unknown) => error)
  must(isQueueFullError(refused), 'a sample was not refused with QUEUE_FULL')

  // Worked time makes room; what gave way says so.
  await tracker.pause()
  await tracker.resume()
  await tracker.stop()
  mustEqual(await count('dropped'), 3, 'pictures that made room')
  mustEqual((await queue.counts(lab.account)).dropped, 3, 'the drops that are counted')
  await lab.mustAgree(app)
  mustEqual(readdirSync(spoolIn(lab.data)).length, WAITING - 3, 'files')

  const rest = await ledger.list({ account: lab.account, states: ['held', 'queued'], limit: WAITING })
  const deleted = await app.get(SHOT_KEEPER).delete(rest.map(({ id }) => id))
  mustEqual(deleted.length, WAITING - 3, 'what could be deleted')
  mustEqual(readdirSync(spoolIn(lab.data)), [], 'files after everything was deleted')
  mustEqual(await ledger.release(lab.account), 0, 'what is released of it')
}

async function keep(app: App, lab: PhotoLab, entryId: EntryId): Promise<void> {
  const now = Date.now()
  const shot = { id: app.get(NEW_ID)() as TaskId, account: lab.account, entryId, takenAt: now, holdUntil: now }
  await app.get(SHOT_KEEPER).keep(shot, randomBytes(300), FACTS)
}
