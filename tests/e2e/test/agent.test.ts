import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileSource, PRESENCE } from '@meantime/capture'
import { type CliIo, compose, runCli } from '@meantime/cli'
import { CAPTURE_SOURCE, CLOCK, override, SHOT_KEEPER, SHOT_LEDGER, type Shot } from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import { ManualClock } from '@meantime/testkit'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { filesBelow, PASSWORD, RealWorld } from './support/real-world.js'

const MINUTE = 60_000
const PATTERN = { r: 12, g: 34, b: 56 }

/** The command line's own composition with a folder in place of screens, on a clock that the test moves; a real server. */
async function desk() {
  const real = new RealWorld()
  onTestFinished(() => real.end())
  await real.serverUp()
  const screens = join(real.folder, 'screens')
  mkdirSync(screens)
  mkdirSync(real.client)
  const show = (colour: { r: number; g: number; b: number }) =>
    sharp({ create: { width: 320, height: 200, channels: 3, background: colour } })
      .png()
      .toFile(join(screens, 'Main.png'))
  await show(PATTERN)
  const clock = new ManualClock(Date.now())
  const presence = { idleMs: 0 as number | 'unknown', locked: false as boolean | 'unknown' }
  const overrides = [
    override(CLOCK, () => clock),
    override(CAPTURE_SOURCE, () => fileSource({ clock, folder: screens })),
    override(PRESENCE, () => ({ state: async () => presence })),
  ]
  const env = { MEANTIME_DATA_DIR: real.client, MEANTIME_TOKEN_STORE: 'file', MEANTIME_PASSWORD: PASSWORD }
  const run = async (argv: string[], io: Partial<CliIo> = {}) => {
    const said: string[] = []
    const sink = { write: (text: string) => void said.push(text) }
    const code = await runCli(argv, { stdout: sink, stderr: sink, stdin: nothing(), env, ...io }, { overrides })
    return { code, said: said.join('') }
  }
  const cli = async (...argv: string[]) => {
    const ran = await run(argv)
    expect(ran, ran.said).toMatchObject({ code: 0 })
    return ran.said
  }
  const app = await compose({ paths: dataPaths(real.client), tokenStore: 'file', pictures: true, overrides })
  onTestFinished(() => app.stop())
  await cli('login', '--server', real.url, '--email', 'ann@example.org', '--register')
  await app.start(SHOT_KEEPER, SHOT_LEDGER)
  const account = (JSON.parse(await cli('whoami', '--json')) as { account: { id: string } }).account.id
  const shots = (): Promise<readonly Shot[]> =>
    app.get(SHOT_LEDGER).list({ account: account as Shot['account'], limit: 1000 })
  const agent = () => {
    const stopping = new AbortController()
    const ended = run(['agent'], { interrupted: stopping.signal })
    return async () => {
      stopping.abort()
      return ended
    }
  }
  /** Stops at each sleeper, and lets disk, picture and network do their work in between. */
  const pass = async (ms: number, enough: () => boolean | Promise<boolean> = () => false) => {
    const end = clock.monotonic() + ms
    while (clock.monotonic() < end) {
      clock.advance(Math.min(Math.max(clock.untilNext ?? ms, 1), end - clock.monotonic(), 5000))
      await pause(5)
      if (await enough()) return
    }
  }
  return { real, clock, presence, show, cli, app, shots, agent, pass }
}

async function* nothing(): AsyncGenerator<string> {}

test('a picture is taken, held, released, and arrives at the server byte for byte', async () => {
  const { real, cli, app, shots, agent, pass } = await desk()
  await cli('screenshots', 'on', '--yes')
  await cli('start', 'work')
  const stop = agent()
  await pass(25 * MINUTE, async () => (await shots()).some(({ state }) => state === 'held'))
  const [held] = await shots()
  expect(held).toMatchObject({ state: 'held', monitor: 'Main', picture: { mediaType: 'image/jpeg', width: 320 } })
  expect((held?.holdUntil ?? 0) - (held?.takenAt ?? 0)).toBeGreaterThanOrEqual(10 * MINUTE)
  const bytes = held && (await app.get(SHOT_KEEPER).read(held))
  const { dominant } = await sharp(bytes).stats()
  for (const [channel, value] of Object.entries(dominant)) {
    expect(Math.abs(value - PATTERN[channel as 'r'])).toBeLessThan(9)
  }
  // On the disk of the person it is encrypted.
  expect(filesBelow(real.client).some((file) => file.bytes.includes(Buffer.from(bytes ?? [])))).toBe(false)
  const atServer = () => filesBelow(real.serverData).filter(({ path }) => path.includes('pictures'))
  await pass(5 * MINUTE)
  expect(atServer()).toEqual([])
  await pass(10 * MINUTE, async () => (await shots()).some(({ state }) => state === 'sent'))
  expect(atServer().map((file) => file.bytes.equals(Buffer.from(bytes ?? [])))).toEqual([true])
  expect(
    createHash('sha256')
      .update(atServer()[0]?.bytes ?? '')
      .digest('hex'),
  ).toBe(held?.picture?.sha256)
  expect(await stop()).toMatchObject({ code: 0 })
})

test('what was held long enough goes with the next sync, also when the agent is gone', async () => {
  const { cli, shots, agent, pass, clock } = await desk()
  await cli('screenshots', 'on', '--yes')
  await cli('start', 'work')
  const stop = agent()
  await pass(25 * MINUTE, async () => (await shots()).some(({ state }) => state === 'held'))
  await stop()
  await cli('sync')
  expect((await shots()).map(({ state }) => state)).toContain('held')
  clock.advance(11 * MINUTE)
  await cli('sync')
  const states = (await shots()).map(({ state }) => state)
  expect(states).toContain('sent')
  expect(states).not.toContain('held')
})

test('none without consent, none paused, none private, none when nobody is there: and why is told', async () => {
  const { cli, shots, agent, pass, presence } = await desk()
  await cli('start', 'work')
  const stop = agent()
  await pass(25 * MINUTE)
  expect(await shots()).toEqual([])
  await cli('screenshots', 'on', '--yes')
  await cli('screenshots', 'pause', '20m')
  const reasons = async () => new Set((await shots()).map(({ state, reason }) => `${state} ${reason}`))
  await pass(20 * MINUTE)
  expect(await reasons()).toEqual(new Set(['skipped paused']))
  await cli('screenshots', 'private', 'on')
  await pass(21 * MINUTE)
  await cli('screenshots', 'private', 'off')
  presence.idleMs = 10 * MINUTE
  await pass(21 * MINUTE)
  presence.locked = true
  await pass(21 * MINUTE)
  expect(await reasons()).toEqual(new Set(['skipped paused', 'skipped private', 'skipped idle', 'skipped locked']))
  expect(await cli('screenshots', 'status')).toContain('the screen was locked')
  await stop()
})

test('somebody else signs in: the agent works for them from then on, with their own consent alone', async () => {
  const { real, cli, agent, pass, shots } = await desk()
  await cli('screenshots', 'on', '--yes')
  const stop = agent()
  await cli('login', '--server', real.url, '--email', 'bob@example.org', '--register')
  await cli('start', 'work of another')
  await pass(25 * MINUTE)
  expect(JSON.parse(await cli('screenshots', 'status', '--json'))).toMatchObject({
    on: false,
    agent: true,
    lastTaken: null,
  })
  expect(await shots()).toEqual([])
  await stop()
})
