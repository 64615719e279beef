import type { Entry } from '@meantime/core'
import { expect, test } from 'vitest'
import { scene, told } from './support/scene.js'

const MINUTE = 60_000

/** A program that stays open, with an entry that runs and was delivered. */
async function running() {
  const one = scene({ autoPauseAfterMs: 5 * MINUTE })
  const start = one.task('start')
  const tasks = [start]
  const journalSays = () => one.journal.set(start.lane, told(tasks) as Entry)
  journalSays()
  await one.send(start)
  const record = (type: 'pause' | 'stop' | 'resume') => {
    const task = one.task(type, { entryId: start.lane })
    tasks.push(task)
    journalSays()
    return task
  }
  return { ...one, start, record }
}

test('while an entry runs the server hears of somebody each minute, and does not pause it', async () => {
  const { tend, clock, row, older, paths } = await running()
  for (let minute = 0; minute < 20; minute += 1) {
    clock.advance(MINUTE)
    await tend()
    older.pauseIdle()
  }
  expect(row()?.status).toBe('RUNNING')
  expect(paths().filter((path) => path === 'POST /idle/heartbeat')).toHaveLength(20)
})

test('an entry that the server paused while nobody could tell it runs again, from its own start', async () => {
  const { tend, clock, row, older, start } = await running()
  clock.advance(30 * MINUTE)
  older.pauseIdle()
  expect(row()).toMatchObject({ status: 'PAUSED', duration: 1800 })
  await tend()
  const { occurredAt } = start.payload as { occurredAt: number }
  expect(row()).toMatchObject({ status: 'RUNNING', startTime: occurredAt, duration: 0 })
})

test('an entry whose stop waits behind something that a person has to decide about does not seem to run', async () => {
  const { tend, clock, row, record, send } = await running()
  clock.advance(10 * MINUTE)
  const stop = record('stop')
  await tend()
  expect(row()).toMatchObject({ status: 'STOPPED', endTime: clock.now(), duration: 600 })
  await send(stop)
  expect(row()).toMatchObject({ status: 'STOPPED', duration: 600 })
})

test('one that somebody stopped at the server is left to them until it ends here', async () => {
  const { tend, clock, row, older } = await running()
  clock.advance(10 * MINUTE)
  Object.assign(row() ?? {}, { status: 'STOPPED', endTime: older.now, duration: 600 })
  await tend()
  expect(row()?.status).toBe('STOPPED')
})

test('without an entry that is open nothing is asked', async () => {
  const { tend, record, send, older } = await running()
  await send(record('stop'))
  const before = older.requests.length
  await tend()
  expect(older.requests.length).toBe(before)
})
