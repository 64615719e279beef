import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type App, NEW_ID, SHOT_KEEPER, SHOT_LEDGER, SYNC_MANAGER, type TaskId, TIME_TRACKER } from '@meantime/core'
import { until } from '../until.js'
import { openCamera } from './camera.js'
import { coveredByHand, pictureOf, unwantedOf } from './drawn.js'
import { step, stepsTaken, stepThroughCommits } from './steps.js'

/*
 * A program: the whole life of two pictures, from the screen to the server. One is covered by hand and sent, one is
 * deleted. What was acknowledged is noted: `K` kept, `D` deleted.
 */
const { MEANTIME_FOLDER: folder = '', MEANTIME_SERVER: server = '', MEANTIME_SEED = '1' } = process.env
const seed = Number(MEANTIME_SEED)
const note = (what: string, id: string) => appendFileSync(join(folder, '..', 'acknowledged'), `${what} ${id}\n`)

async function main(): Promise<void> {
  stepThroughCommits()
  const app = openCamera({ folder, server, watched: true })
  await app.start(SYNC_MANAGER, SHOT_KEEPER, SHOT_LEDGER, TIME_TRACKER)
  const tracker = app.get(TIME_TRACKER)
  if (!(await tracker.current())) await tracker.start({ description: 'Work' })
  const picture = await pictureOf(seed)
  step('pictured')
  const sent = await keep(app, picture)
  const { bytes, ...facts } = await coveredByHand(picture.bytes)
  step('covered by hand')
  await app.get(SHOT_KEEPER).replace(sent, bytes, facts)
  const unwanted = await keep(app, await pictureOf(unwantedOf(seed)))
  await app.get(SHOT_KEEPER).delete([unwanted])
  note('D', unwanted)
  await app.get(SHOT_LEDGER).release(tracker.account)
  await deliver(app)
  await app.get(SHOT_KEEPER).sweep()
  await app.stop()
  process.send?.({ steps: stepsTaken() })
  process.disconnect()
}

async function keep(app: App, { bytes, ...facts }: Awaited<ReturnType<typeof pictureOf>>): Promise<TaskId> {
  const tracker = app.get(TIME_TRACKER)
  const entryId = (await tracker.current())?.id
  if (entryId === undefined) throw new Error('no entry is open')
  const [id, now] = [app.get(NEW_ID)() as TaskId, Date.now()]
  const shot = { id, account: tracker.account, entryId, takenAt: now, monitor: 'Drawn', holdUntil: now }
  await app.get(SHOT_KEEPER).keep(shot, bytes, facts)
  note('K', id)
  return id
}

/** Whoever was killed while it delivered is waited for. */
async function deliver(app: App): Promise<void> {
  const mayDeliver = async () => (await app.get(SYNC_MANAGER).syncQueueNow()).status !== 'busy'
  await until('nobody else delivers', mayDeliver, 120_000)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(9)
})
