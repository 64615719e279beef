import { writeFile } from 'node:fs/promises'
import { LOCAL_ACCOUNT, LOCKS, SHOT_LEDGER, syncLock, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import { ManualClock, recordingLogger } from '@meantime/testkit'
import { expect, test, vi } from 'vitest'
import { Notices } from '../../src/agent/notices.js'
import { SCREENSHOTS } from '../../src/agent/services.js'
import type { Notice } from '../../src/bridge/bridge.js'
import { openDesk } from '../support/agent.js'
import { otherProgram } from '../support/other-program.js'

/** Resolves at the next notice that something changed. */
const told = (notices: Notices) =>
  new Promise<void>((resolve) => {
    const off = notices.on(({ kind }) => {
      if (kind !== 'changed') return
      off()
      resolve()
    })
  })

test('what another program records is told without being asked for, and seen at the next question', async () => {
  const { agent, ask, folder } = await openDesk()
  const other = await otherProgram(folder)
  const heard = told(agent.notices)
  await other.get(TIME_TRACKER).start({ description: 'From a terminal' })
  await heard
  expect((await ask('state')).current?.description).toBe('From a terminal')
  await ask('stop')
  expect(await other.get(TIME_TRACKER).current()).toBeUndefined()
})

test('so are the switches of screenshots, which are no work', async () => {
  const { agent, ask, folder } = await openDesk()
  const other = await otherProgram(folder)
  const heard = told(agent.notices)
  await other.get(SCREENSHOTS).setPrivate(true)
  await heard
  expect((await ask('state')).capture.private).toBe(true)
  const again = told(agent.notices)
  await other.get(SCREENSHOTS).turnOn()
  await again
  expect((await ask('state')).capture).toMatchObject({ on: true, held: 0 })
  expect(await other.get(SHOT_LEDGER).list({ account: LOCAL_ACCOUNT })).toEqual([])
  expect((await other.get(TASK_QUEUE).counts()).pending).toBe(0)
})

test('a settings file that somebody writes by hand is taken up', async () => {
  const { agent, ask, paths } = await openDesk()
  const heard = told(agent.notices)
  await writeFile(paths.settings, JSON.stringify({ server: 'https://time.example.org', autoSync: false }))
  await heard
  await vi.waitFor(async () => expect((await ask('state')).server).toBe('https://time.example.org'))
})

test('a burst of changes is told at once and then once more, not each', async () => {
  const clock = new ManualClock()
  const notices = new Notices(clock, recordingLogger())
  const heard: Notice[] = []
  notices.on((notice) => heard.push(notice))
  for (let n = 0; n < 50; n += 1) notices.tell({ kind: 'changed' })
  expect(heard).toEqual([{ kind: 'changed' }])
  clock.advance(100)
  await vi.waitFor(() => expect(heard).toHaveLength(2))
  clock.advance(1000)
  notices.tell({ kind: 'progress', progress: { sent: 1, left: 2, bytes: 3, limit: 4 } })
  expect(heard.at(-1)).toMatchObject({ kind: 'progress' })
})

test('a window that cannot be told keeps no other from being told', () => {
  const logger = recordingLogger()
  const notices = new Notices(new ManualClock(), logger)
  const heard: Notice[] = []
  notices.on(() => {
    throw new Error('gone')
  })
  notices.on((notice) => heard.push(notice))
  notices.tell({ kind: 'changed' })
  expect(heard).toHaveLength(1)
})

test('is delivering while it holds the lock of deliveries; what it leaves leased when it dies is waiting, not on its way', async () => {
  const { ask, folder } = await openDesk()
  const other = await otherProgram(folder)
  await other.get(TIME_TRACKER).start({ description: 'From a terminal' })
  const lock = await other.get(LOCKS).tryAcquire(syncLock(LOCAL_ACCOUNT), 30_000)
  await other.get(TASK_QUEUE).claim({ account: LOCAL_ACCOUNT, limit: 10 })
  expect((await ask('state')).sync).toMatchObject({ phase: 'syncing', counts: { leased: 1 } })
  await lock?.release()
  expect((await ask('state')).sync).toMatchObject({ phase: 'idle', counts: { leased: 1 } })
})
