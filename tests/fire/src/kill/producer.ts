import { openSync, writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type App,
  isMeantimeError,
  NEW_ID,
  TASK_QUEUE,
  type TaskId,
  TIME_TRACKER,
  type TimeTracker,
} from '@meantime/core'
import { failed, orders, ready } from './child.js'
import { acknowledgements, openClient } from './client.js'
import { watchCommits } from './failpoints.js'

/*
 * Records a random but legal stream of work through the real core and the real database until it is killed. What was
 * acknowledged is noted in a file of its own before anything else happens: `E` an event, `S` a screenshot or a sample.
 */
const { folder, random } = orders()
const LONGEST_PAUSE_MS = 12
const notes = openSync(acknowledgements(folder), 'a')
let recorded: readonly string[] = []

async function main(): Promise<void> {
  watchCommits()
  const app = openClient({
    folder,
    random,
    onRecorded: ({ events }) => {
      recorded = events.map(({ id }) => id)
    },
  })
  await app.start(TIME_TRACKER, TASK_QUEUE)
  ready()
  for (;;) {
    // Often something arrives while the journal is written: both share one commit.
    const samples = Array.from({ length: random() < 0.3 ? 1 + Math.floor(random() * 4) : 0 }, () => sample(app))
    await Promise.all([track(app.get(TIME_TRACKER)), ...samples])
    await pause(random() * LONGEST_PAUSE_MS)
  }
}

async function track(tracker: TimeTracker): Promise<void> {
  try {
    await step(tracker)
  } catch (error) {
    // To edit what is deleted is refused; nothing was recorded.
    if (isMeantimeError(error) && error.kind === 'state') return
    throw error
  }
  writeSync(notes, recorded.map((id) => `E ${id}\n`).join(''))
}

async function step(tracker: TimeTracker): Promise<unknown> {
  const chance = random()
  const description = `Work ${Math.floor(random() * 1000)}`
  if (chance < 0.12) {
    const [entry] = await tracker.entries({ from: 0, limit: 1 + Math.floor(random() * 5) }).then((all) => all.slice(-1))
    if (entry) return chance < 0.02 ? tracker.delete(entry.id) : tracker.edit(entry.id, { description })
  }
  const open = await tracker.current()
  if (open === undefined) return tracker.start({ description })
  if (chance < 0.3) return tracker.start({ description, project: 'Fire', whenOpen: 'stop' })
  if (chance < 0.45) return tracker.stop()
  return open.state === 'paused' ? tracker.resume() : tracker.pause()
}

async function sample(app: App): Promise<void> {
  const id = app.get(NEW_ID)() as TaskId
  const tracker = app.get(TIME_TRACKER)
  const open = await tracker.current()
  const ofEntry = open === undefined ? {} : { entryId: open.id }
  const entityType = random() < 0.5 ? 'screenshot' : 'activity'
  await app.get(TASK_QUEUE).enqueue({ id, account: tracker.account, entityType, payload: { id }, ...ofEntry })
  writeSync(notes, `S ${id}\n`)
}

main().catch(failed)
