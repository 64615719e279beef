import {
  type AccountId,
  type Entry,
  type EntryId,
  LOCAL_ACCOUNT,
  type OpenWindow,
  queueFullError,
  type StateStore,
  type TaskDraft,
  type TaskQueue,
} from '@meantime/core'
import { ManualClock, recordingLogger } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { ActivityRecorder } from '../../src/activity/activity-recorder.js'
import { ActivitySwitch } from '../../src/activity/consent.js'
import { ActivityMinutes } from '../../src/activity/minutes.js'
import type { Standing } from '../../src/consent/screenshots.js'
import type { PresenceState } from '../../src/presence/port.js'
import type { OnLook } from '../../src/presence/presence-watch.js'
import { SETTINGS } from '../support/scene.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const ENTRY = 'entry' as EntryId

interface Wish {
  readonly window?: Partial<OpenWindow> | Error
  readonly standing?: Partial<Standing> | Error
  readonly full?: boolean
}

async function recording(wish: Wish = {}) {
  const clock = new ManualClock()
  const stored = new Map<string, unknown>()
  let account: AccountId = LOCAL_ACCOUNT
  const state: StateStore = {
    get: async <T>(key: string) => stored.get(key) as T | undefined,
    set: async (key, value) => void stored.set(key, value),
    update: async () => undefined,
  }
  const profiles = {
    current: () => ({ accountId: account, email: 'ann@example.org', server: 'http://127.0.0.1:1' }),
    save: async () => undefined,
  }
  const activity = new ActivitySwitch(state, profiles, clock)
  const tasks: TaskDraft[] = []
  const queue = {
    async enqueue(draft: TaskDraft) {
      if (wish.full) throw queueFullError(1)
      tasks.push(draft)
    },
  } as TaskQueue
  const logger = recordingLogger()
  let onLook: OnLook = () => undefined
  let onRest = () => undefined
  const watch = {
    onLook(listener: OnLook) {
      onLook = listener
      return () => undefined
    },
    onRest(listener: () => void) {
      onRest = () => void listener()
      return () => undefined
    },
  }
  const settings = { ...SETTINGS, excludedApps: ['keepass'], excludedTitles: ['salary'] }
  const calm = { private: false, privatePeriod: undefined, pausedUntil: undefined, settings }
  const standing = async () => {
    if (wish.standing instanceof Error) throw wish.standing
    return { ...calm, ...wish.standing } as Standing
  }
  const activeWindow = async () => {
    if (wish.window instanceof Error) throw wish.window
    return wish.window && ({ area: undefined, focused: true, title: '', app: undefined, ...wish.window } as OpenWindow)
  }
  let ids = 0
  const newId = () => `sample-${++ids}`
  const recorder = new ActivityRecorder({ watch, activity, standing, activeWindow, queue, newId, logger })
  recorder.start()
  const work = async (minutes: number, state: Partial<PresenceState> = {}, entryId = ENTRY) => {
    for (let look = 0; look < minutes * 4; look += 1) {
      onLook({ idleMs: 0, locked: false, ...state }, { id: entryId } as Entry, clock.now())
      clock.advance(15 * SECOND)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const minutes = () => tasks.map(({ payload }) => (payload as { minutes: readonly Record<string, unknown>[] }).minutes)
  const use = (other: string) => {
    account = other as AccountId
  }
  return { activity, recorder, work, tasks, minutes, logger, use, rest: () => onRest(), start: clock.now() }
}

describe('activity', () => {
  test('is off until its person turns it on, for themselves alone', async () => {
    const { activity, recorder, work, tasks, use } = await recording()
    await work(5)
    await activity.turnOn()
    use('bob')
    await work(5)
    await recorder.stop()
    expect(tasks).toEqual([])
  })

  test('is one task for ten minutes, with the level of each and nothing else', async () => {
    const { activity, recorder, work, tasks, minutes, start } = await recording({ window: { app: 'Editor' } })
    await activity.turnOn()
    await work(10)
    await work(1, { idleMs: MINUTE })
    await work(1, { idleMs: 'unknown' })
    await recorder.stop()
    expect(minutes()).toEqual([Array.from({ length: 10 }, () => ({ level: 'lots' })), [{ level: 'none' }, {}]])
    expect(tasks[0]).toMatchObject({ entityType: 'activity', entryId: ENTRY, payload: { entryId: ENTRY, from: start } })
    expect(tasks.map(({ id }) => id)).toEqual(tasks.map(({ payload }) => (payload as { id: string }).id))
  })

  test('names the program in front where that was agreed to, and its title only where that was', async () => {
    const window = { app: 'Editor', title: 'Letter' }
    const apps = await recording({ window })
    await apps.activity.turnOn({ apps: true })
    await apps.work(1)
    await apps.recorder.stop()
    expect(apps.minutes()).toEqual([[{ level: 'lots', app: 'Editor' }]])
    const titles = await recording({ window })
    await titles.activity.turnOn({ titles: true })
    await titles.work(1)
    await titles.recorder.stop()
    expect(titles.minutes()).toEqual([[{ level: 'lots', app: 'Editor', title: 'Letter' }]])
  })

  test.each([
    ['is excluded', { app: 'KeePassXC', title: 'Passwords' }],
    ['shows an excluded title', { app: 'Editor', title: 'Salary 2026' }],
    ['has no name', { title: 'Letter' }],
    ['has a title that cannot be read', { app: 'Editor', title: undefined }],
    ['cannot be found out', new Error('no display')],
  ])('a window that %s is not named', async (_, window) => {
    const { activity, recorder, work, minutes } = await recording({ window: window as Partial<OpenWindow> })
    await activity.turnOn({ titles: true })
    await work(1)
    await recorder.stop()
    expect(minutes()).toEqual([[{ level: 'lots' }]])
  })

  test.each([
    ['in private', { private: true }],
    ['in a private period', { privatePeriod: '12:00-13:00' }],
    ['in a pause', { pausedUntil: 1 }],
    ['where the rules cannot be read', new Error('settings')],
  ])('%s nothing is recorded', async (_, standing) => {
    const { activity, recorder, work, tasks } = await recording({ standing })
    await activity.turnOn({ apps: true })
    await work(3)
    await recorder.stop()
    expect(tasks).toEqual([])
  })

  test('of a locked screen is nothing, and what comes after it is a sample of its own', async () => {
    const { activity, recorder, work, minutes } = await recording()
    await activity.turnOn()
    await work(2)
    await work(2, { locked: true })
    await work(1)
    await recorder.stop()
    expect(minutes().map(({ length }) => length)).toEqual([2, 1])
  })

  test('ends with the entry', async () => {
    const { activity, work, rest, tasks } = await recording()
    await activity.turnOn()
    await work(2)
    await work(2, {}, 'next' as EntryId)
    rest()
    await new Promise((resolve) => setImmediate(resolve))
    expect(tasks.map(({ entryId }) => entryId)).toEqual([ENTRY, 'next'])
  })

  test('for which the queue has no room is given up, and the log says so', async () => {
    const { activity, recorder, work, logger } = await recording({ full: true })
    await activity.turnOn()
    await work(2)
    await recorder.stop()
    expect(logger.text()).toContain('given up')
  })
})

test('minutes are some input when some looks saw it, and a gap ends a sample', () => {
  const minutes = new ActivityMinutes(10)
  const look = (second: number, input: boolean) => minutes.add({ entryId: ENTRY, at: second * SECOND, input })
  for (const second of [0, 15, 30]) expect(look(second, second === 15)).toBeUndefined()
  expect(look(200, false)).toEqual({ entryId: ENTRY, from: 0, minutes: [{ level: 'some' }] })
  expect(minutes.end()).toEqual({ entryId: ENTRY, from: 180_000, minutes: [{ level: 'none' }] })
  expect(minutes.end()).toBeUndefined()
})
