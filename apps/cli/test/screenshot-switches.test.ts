import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { coreServices, createApp, LOCAL_ACCOUNT, STATE_STORE } from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { dataPaths } from '@meantime/settings'
import { describe, expect, test } from 'vitest'
import type { Ask } from '../src/index.js'
import { temporaryFolder } from './support/folder.js'
import { type Desk, desk } from './support/in-process.js'
import { meantime } from './support/real-process.js'

const MINUTE = 60_000
const error = (stderr: string) => JSON.parse(stderr).error as { code: string; hint: string }
const agents = ({ detached }: Desk) => detached.filter((argv) => argv.includes('agent'))
const answering = (yes: boolean) => {
  const questions: string[] = []
  const agree = async (question: string) => {
    questions.push(question)
    return yes
  }
  const ask = { agree } as Partial<Ask> as Ask
  return { ask, questions }
}

/** As an agent leaves it at its last moment. */
async function agentFound(folder: string, unknown: readonly string[]): Promise<void> {
  const app = createApp({ plugins: [coreServices(), sqliteQueue({ file: dataPaths(folder).database })] })
  await app.start(STATE_STORE)
  await app.get(STATE_STORE).set(`screenshots:unknown:${LOCAL_ACCOUNT}`, unknown)
  await app.stop()
}

describe('turning screenshots on', () => {
  test('they are off until somebody turns them on', async () => {
    const { json, run } = await desk()
    await run('start', 'x')
    expect(await json('screenshots', 'status')).toMatchObject({
      on: false,
      agreedAt: null,
      next: null,
      held: { count: 0 },
    })
  })

  test('says what will happen and asks; a no leaves them off, a yes starts the agent', async () => {
    const no = await desk({ io: { ask: answering(false).ask } })
    const declined = await no.run('screenshots', 'on')
    expect(declined).toMatchObject({ code: 0, stdout: 'Screenshots stay off.\n' })
    expect(declined.stderr).toContain('one picture of the screen with the active window is taken in each 10 minutes')
    expect(agents(no)).toEqual([])
    expect(await no.json('screenshots', 'status')).toMatchObject({ on: false })

    const { ask, questions } = answering(true)
    const yes = await desk({ io: { ask } })
    expect((await yes.run('screenshots', 'on')).stdout).toBe('Screenshots are on.\n')
    expect(questions).toEqual(['Do you agree?'])
    expect(agents(yes)).toEqual([['--data-dir', yes.folder, 'agent', '--background']])
    expect(await yes.json('screenshots', 'status')).toMatchObject({ on: true, agreedAt: '2026-01-05T09:00:00.000Z' })
  })

  test.each([[[]], [['--json']]])('where nobody can be asked it needs --yes %j', async (flags) => {
    const { run, json } = await desk(flags.length > 0 ? { io: { ask: answering(true).ask } } : {})
    expect((await run('screenshots', 'on', ...flags)).code).toBe(2)
    expect(error((await run('screenshots', 'on', '--json')).stderr).code).toBe('CONSENT_NEEDED')
    expect(await json('screenshots', 'status')).toMatchObject({ on: false })
    expect(await json('screenshots', 'on', '--yes')).toMatchObject({ on: true, terms: { intervalMinutes: 10 } })
  })

  test('is for who turns them on: settings that show more are asked about again', async () => {
    const { run, json, folder } = await desk()
    await run('screenshots', 'on', '--yes')
    await writeFile(join(folder, 'settings.json'), '{ "screenshotInterval": 5, "screenshotScreens": "all" }')
    expect(await json('screenshots', 'status')).toMatchObject({
      on: false,
      further: ['one picture in 5 minutes instead of 10', 'all screens instead of the active one'],
    })
    expect((await run('screenshots', 'status')).stdout).toContain('`meantime screenshots on` to agree')
    await run('screenshots', 'on', '--yes')
    expect(await json('screenshots', 'status')).toMatchObject({ on: true, further: [] })
  })

  test('off is off', async () => {
    const { run, json } = await desk()
    await run('screenshots', 'on', '--yes')
    expect(await json('screenshots', 'off')).toEqual({ on: false, waiting: 0 })
    expect(await json('screenshots', 'status')).toMatchObject({ on: false })
  })
})

describe('what is going on', () => {
  test('names the time in which the next one can be, and never the moment', async () => {
    const { run, json, clock } = await desk()
    await run('screenshots', 'on', '--yes')
    expect((await run('screenshots', 'status')).stdout).toContain('nothing is running')
    await run('start', 'x')
    clock.advance(3 * MINUTE)
    expect(await json('screenshots', 'status')).toMatchObject({
      next: { from: '2026-01-05T09:03:00.000Z', to: '2026-01-05T09:20:00.000Z' },
      agent: false,
    })
    expect((await run('screenshots', 'status')).stdout).toContain('none is at work')
  })

  test('says what this system does not tell, because pictures are taken then too', async () => {
    const { run, json, folder } = await desk()
    await run('screenshots', 'on', '--yes')
    expect((await run('screenshots', 'status')).stdout).not.toContain('Not known')
    await agentFound(folder, ['locked'])
    expect((await run('screenshots', 'status')).stdout).toContain('Not known    whether the screen is locked')
    expect(await json('screenshots', 'status')).toMatchObject({ unknown: ['locked'] })
  })

  test('a pause ends by itself, or by hand', async () => {
    const { run, json, clock } = await desk()
    await run('screenshots', 'on', '--yes')
    await run('start', 'x')
    expect((await run('screenshots', 'pause', '30m')).stdout).toContain('No screenshots until 09:30')
    expect(await json('screenshots', 'status')).toMatchObject({ pausedUntil: '2026-01-05T09:30:00.000Z', next: null })
    clock.advance(30 * MINUTE)
    expect(await json('screenshots', 'status')).toMatchObject({ pausedUntil: null, next: { from: expect.any(String) } })
    await run('screenshots', 'pause', '1h', '30m')
    expect(await json('screenshots', 'resume')).toEqual({ pausedUntil: null, on: true })
  })

  test.each(['0m', 'soon', '30', '-5m', '8d'])(
    'a pause of %s is not understood, and nothing changes',
    async (length) => {
      const { run, json } = await desk()
      expect((await run('screenshots', 'pause', '--', length)).code).toBe(2)
      expect(await json('screenshots', 'status')).toMatchObject({ pausedUntil: null })
    },
  )

  test('private by hand and by the week', async () => {
    const { run, json, folder, clock } = await desk()
    await run('screenshots', 'on', '--yes')
    await run('start', 'x')
    await run('screenshots', 'private', 'on')
    expect(await json('screenshots', 'status')).toMatchObject({ private: true, next: null })
    await run('screenshots', 'private', 'off')
    await writeFile(join(folder, 'settings.json'), '{ "privatePeriods": ["mon-fri 12:00-13:00"] }')
    expect(await json('screenshots', 'status')).toMatchObject({ private: false, privatePeriod: null })
    clock.advance(3 * 60 * MINUTE)
    expect((await run('screenshots', 'status')).stdout).toContain('private: mon-fri 12:00-13:00')
    expect((await run('screenshots', 'private', 'maybe')).code).toBe(2)
  })
})

describe('exclusions', () => {
  test('are added, listed and removed; removing one needs agreement again', async () => {
    const { run, json, folder } = await desk()
    expect((await run('screenshots', 'exclude')).stdout).toContain('Nothing is excluded')
    await run('screenshots', 'exclude', 'app', 'keepass')
    await run('screenshots', 'exclude', 'title', 'private', 'browsing')
    await run('screenshots', 'on', '--yes')
    expect(await json('screenshots', 'exclude')).toEqual({ apps: ['keepass'], titles: ['private browsing'], on: true })
    expect(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'))).toEqual({
      excludedApps: ['keepass'],
      excludedTitles: ['private browsing'],
    })
    const removed = await run('screenshots', 'exclude', 'app', 'keepass', '--remove')
    expect(removed.stderr).toContain('the app keepass is not excluded any more')
    expect(await json('screenshots', 'exclude')).toMatchObject({ apps: [], on: false })
    expect((await run('screenshots', 'exclude', 'app', 'keepass', '--remove')).code).toBe(2)
  })

  test.each([['*'], ['']])('one that would cover everything or nothing (%j) is refused', async (pattern) => {
    const { run, json } = await desk()
    expect((await run('screenshots', 'exclude', 'app', pattern)).code).toBe(2)
    expect(await json('screenshots', 'exclude')).toMatchObject({ apps: [] })
  })

  test('a variable that counts instead of the file is told', async () => {
    const { run } = await desk({ env: { MEANTIME_EXCLUDED_APPS: 'signal' } })
    const { stdout, stderr } = await run('screenshots', 'exclude', 'app', 'keepass')
    expect(stdout).toContain('apps signal')
    expect(stderr).toContain('MEANTIME_EXCLUDED_APPS is set and counts instead')
  })
})

describe('the agent', () => {
  test('is started by what begins work, and only when something needs it', async () => {
    const it = await desk()
    await it.run('start', 'x')
    await it.run('stop')
    expect(agents(it)).toEqual([])
    await it.run('screenshots', 'on', '--yes')
    it.detached.length = 0
    await it.run('start', 'y')
    await it.run('pause')
    await it.run('resume')
    await it.run('stop')
    expect(agents(it)).toHaveLength(2)
    await it.run('screenshots', 'off')
    it.detached.length = 0
    await it.run('start', 'z')
    expect(agents(it)).toEqual([])
  })

  test('works until it is interrupted; there is one for a data folder, and status knows', async () => {
    const stopping = new AbortController()
    const it = await desk({ io: { interrupted: stopping.signal } })
    const first = it.run('agent')
    await it.clock.whenSleeping(2)
    const others = await desk({ clock: it.clock, env: { MEANTIME_DATA_DIR: it.folder } })
    expect(await others.json('screenshots', 'status')).toMatchObject({ agent: true })
    const second = others.run('agent', '--json')
    const background = others.run('agent', '--background')
    const { code, stderr } = await it.clock.advanceUntil(second)
    expect([code, error(stderr).code]).toEqual([3, 'AGENT_RUNS'])
    expect(await it.clock.advanceUntil(background)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    stopping.abort()
    expect(await first).toMatchObject({ code: 0, stderr: expect.stringContaining('Stopped.') })
    expect(await others.json('screenshots', 'status')).toMatchObject({ agent: false })
  })

  test('in the background ends by itself when nothing needs it any more', async () => {
    const it = await desk()
    await it.run('screenshots', 'on', '--yes')
    const agent = it.run('agent', '--background')
    await it.clock.whenSleeping(2)
    await it.run('screenshots', 'off')
    expect((await it.clock.advanceUntil(agent)).code).toBe(0)
  })

  test('as a process: ends in order on SIGTERM', async () => {
    const folder = await temporaryFolder()
    const { execa } = await import('execa')
    const { BIN } = await import('./support/real-process.js')
    const env = { PATH: process.env.PATH, MEANTIME_DATA_DIR: folder, MEANTIME_TOKEN_STORE: 'file' }
    const agent = execa(process.execPath, [BIN, 'agent', '--json'], { env, extendEnv: false, reject: false })
    await new Promise((resolve) => agent.stdout?.once('data', resolve))
    expect(JSON.parse((await meantime(folder, ['screenshots', 'status', '--json'])).stdout)).toMatchObject({
      agent: true,
    })
    agent.kill('SIGTERM')
    expect(await agent).toMatchObject({ exitCode: 0 })
    expect(JSON.parse((await meantime(folder, ['screenshots', 'status', '--json'])).stdout)).toMatchObject({
      agent: false,
    })
  })
})
