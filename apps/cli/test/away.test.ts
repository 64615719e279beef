import { join } from 'node:path'
import {
  CLOCK,
  coreServices,
  createApp,
  HEARTBEAT,
  type Heartbeat,
  LOCAL_ACCOUNT,
  override,
  STATE_STORE,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { dataPaths, fileProfiles } from '@meantime/settings'
import { describe, expect, test } from 'vitest'
import type { CliIo } from '../src/index.js'
import { type Desk, type DeskOptions, desk } from './support/in-process.js'

const MINUTE = 60_000
const error = (stderr: string) => JSON.parse(stderr).error as { code: string; hint: string }

/** What a watcher that was killed just now leaves behind. */
async function killedWatcher({ folder, clock }: Desk, more: Partial<Heartbeat> = {}): Promise<void> {
  const { database, profile } = dataPaths(folder)
  const app = createApp({
    plugins: [coreServices(), sqliteQueue({ file: database }), fileProfiles({ file: profile })],
    overrides: [override(CLOCK, () => clock)],
  })
  await app.start(STATE_STORE)
  const now = clock.now()
  const beat = { account: LOCAL_ACCOUNT, alive: now, lastSeen: now, causes: [], pid: 2 ** 30, watching: true, ...more }
  await app.get(STATE_STORE).set(HEARTBEAT, beat)
  await app.stop()
}

/** 09:00 “Design” begins; the watcher is killed at 09:30; it is 10:12 now. */
async function awayDesk(options?: DeskOptions): Promise<Desk> {
  const made = await desk(options)
  await made.run('start', 'Design')
  made.clock.advance(30 * MINUTE)
  await killedWatcher(made)
  made.clock.advance(42 * MINUTE)
  return made
}

describe('time away', () => {
  test('that a killed watcher left is told in words at the next command, and changes no time', async () => {
    const { run, json } = await awayDesk()
    const { stdout, stderr } = await run('away')
    expect(stdout).toBe('1  You were away 42m (09:30–10:12, Meantime was not running) while “Design” was running.\n')
    expect(stderr).toContain('meantime away discard')
    expect(await json('away')).toMatchObject({
      offers: [{ number: 1, countedMs: 42 * MINUTE, causes: ['crash'], from: '2026-01-05T09:30:00.000Z' }],
    })
    expect(await json('log')).toMatchObject({ workedMs: 72 * MINUTE })
  })

  test('is one line of status and stop, and marks the log, until it is answered', async () => {
    const { run, json } = await awayDesk()
    expect((await run('status')).stdout).toContain(
      'Away       A time away is counted as work (42m); run `meantime away`',
    )
    expect(await json('status')).toMatchObject({ away: [{ countedMs: 42 * MINUTE }] })
    expect((await run('log')).stdout).toContain('“Design” (away 42m? see `meantime away`)')
    const { code, stderr } = await run('stop')
    expect([code, stderr.includes('run `meantime away` to decide')]).toEqual([0, true])
    expect(await json('log')).toMatchObject({ workedMs: 72 * MINUTE, days: [{ entries: [{ away: [{ number: 1 }] }] }] })
    await run('away', 'keep')
    expect(await json('log')).toMatchObject({ workedMs: 72 * MINUTE, days: [{ entries: [{ away: [] }] }] })
  })

  test('that nobody answers never adds anything, however often it is shown', async () => {
    const { json, clock } = await awayDesk()
    for (let look = 0; look < 3; look += 1) {
      clock.advance(10 * MINUTE)
      expect(await json('away')).toMatchObject({ offers: [{ countedMs: 52 * MINUTE, number: 1 }] })
    }
  })

  test('is taken out, once', async () => {
    const { run, json } = await awayDesk()
    expect((await run('away', 'discard')).stdout).toBe('Corrected “Design” 09:00–now: 30m worked.\n')
    expect(await json('status')).toMatchObject({ entry: { state: 'running', workedMs: 30 * MINUTE }, away: [] })
    const { code, stderr } = await run('away', 'discard', '--json')
    expect([code, error(stderr).code]).toEqual([2, 'AWAY_NONE'])
  })

  test('becomes lunch', async () => {
    const { run, json } = await awayDesk()
    expect((await run('away', 'split', '1', '--as', 'lunch')).stdout).toBe(
      'Corrected “Design” 09:00–now: 30m worked.\nCorrected “lunch” 09:30–10:12: 42m worked.\n',
    )
    expect(await json('log')).toMatchObject({ workedMs: 72 * MINUTE })
  })

  test('splits the entry in two, or ends it', async () => {
    const first = await awayDesk()
    first.clock.advance(8 * MINUTE)
    expect(await first.json('away', 'split')).toMatchObject({
      entries: [
        { state: 'stopped', workedMs: 30 * MINUTE },
        { state: 'running', description: 'Design' },
      ],
    })
    const second = await awayDesk()
    expect(await second.json('away', 'stop')).toMatchObject({
      entries: [{ state: 'stopped', endedAt: '2026-01-05T09:30:00.000Z' }],
    })
    expect(await second.json('status')).toMatchObject({ entry: null })
  })

  test('that was corrected by hand meanwhile is not offered any more', async () => {
    const { run, json } = await awayDesk()
    await run('away')
    await run('stop', '--at', '9:20')
    expect(await json('away')).toMatchObject({ offers: [] })
    expect((await run('away')).stderr).toContain('Nothing to decide')
  })

  test('of which there are two is named by its number; anything else is a wrong word', async () => {
    const two = await awayDesk()
    await two.run('away')
    two.clock.advance(30 * MINUTE)
    await killedWatcher(two)
    two.clock.advance(20 * MINUTE)
    const { code, stderr } = await two.run('away', 'discard', '--json')
    expect([code, error(stderr).code]).toEqual([2, 'AWAY_WHICH'])
    expect((await two.run('away', 'discard', '3')).code).toBe(2)
    expect((await two.run('away', 'nap')).code).toBe(2)
    await two.run('away', 'discard', '2')
    expect(await two.json('away')).toMatchObject({ offers: [{ from: '2026-01-05T09:30:00.000Z' }] })
  })

  test('shorter than what counts as away, by the person’s own setting, is not asked about', async () => {
    const { json } = await awayDesk({ env: { MEANTIME_IDLE_LIMIT: '60' } })
    expect(await json('away')).toMatchObject({ offers: [] })
  })

  test('a forgotten stop is found without any watcher', async () => {
    const { run, json, clock } = await desk()
    await run('start', 'Design')
    clock.advance(14 * 60 * MINUTE)
    const { stderr } = await run('stop')
    expect(stderr).toContain('run `meantime away` to decide')
    expect(await json('away')).toMatchObject({ offers: [{ causes: ['forgotten'], suggestion: 'stop' }] })
  })

  test('a database that cannot be looked through is no reason for status and stop to fail', async () => {
    const made = await awayDesk()
    await killedWatcher(made, { causes: 'broken' as never, lastSeen: 0 })
    expect((await made.run('status')).code).toBe(0)
    expect((await made.run('stop')).code).toBe(0)
  })
})

describe('a person at a terminal', () => {
  const terminal = (answers: string[]): Partial<CliIo> => {
    const written: string[] = []
    const asked = async <T>() => answers.shift() as T
    return {
      stdout: { write: (text: string) => void written.push(text), isTTY: true },
      ask: {
        email: asked,
        password: asked,
        agree: asked,
        text: () => asked<string>(),
        choose: <T extends string>() => asked<T>(),
      },
    }
  }

  test('is asked about the one thing there is, and the answer counts', async () => {
    const made = await awayDesk({ io: terminal(['other', 'lunch']) })
    await made.run('away')
    const calm = await reading(made)
    expect(calm).toMatchObject([{ description: 'lunch' }, { description: 'Design' }])
  })

  test('may decide later: nothing changes', async () => {
    const made = await awayDesk({ io: terminal(['later']) })
    await made.run('away')
    expect(await reading(made)).toMatchObject([{ description: 'Design', segments: [{ to: null }] }])
  })

  async function reading({ folder, clock }: Desk) {
    const app = createApp({
      plugins: [
        coreServices(),
        sqliteQueue({ file: join(dataPaths(folder).database) }),
        fileProfiles({ file: dataPaths(folder).profile }),
      ],
      overrides: [override(CLOCK, () => clock)],
    })
    const { TIME_TRACKER } = await import('@meantime/core')
    await app.start(TIME_TRACKER)
    const entries = await app.get(TIME_TRACKER).entries({})
    await app.stop()
    return entries
  }
})
