import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runs, type Shot } from '@meantime/core'
import { createServer } from '@meantime/server'
import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import { AgentFolder } from './agent-folder.js'
import { like, MAGENTA_LIME, seen } from './pictures.js'
import type { Scenario } from './scenario.js'

const MINUTE = 60_000
const AREA = { x: 200, y: 150, width: 400, height: 300 }

/** All at the same time: real minutes pass, because an interval is one at least. */
export const agentScenarios: readonly Scenario[] = [
  {
    title:
      'The agent: pictures are taken, held, released and arrive byte for byte; none when off or paused; none twice after kill -9',
    screens: 1,
    async run(display) {
      await display.open({ app: 'Editor', title: 'Notes', area: AREA, pattern: MAGENTA_LIME })
      const env = display.env()
      const all = await Promise.allSettled([delivers(env), staysOff(env), staysPaused(env), isKilled(env)])
      for (const one of all) if (one.status === 'rejected') throw one.reason
    },
  },
]

/** Started by `meantime start` itself, on its own; it outlives that command, and ends when nothing needs it any more. */
async function delivers(display: NodeJS.ProcessEnv): Promise<void> {
  const serverFolder = mkdtempSync(join(tmpdir(), 'meantime-agent-server-'))
  const server = createServer({ dataDir: serverFolder, port: 0, rateLimit: false })
  const own = await AgentFolder.open({ display, delivers: true })
  try {
    const account = await own.login((await server.start()).url)
    await own.cli('screenshots', 'on', '--yes')
    await own.cli('start', 'work')
    const held = await until(
      'a picture is held',
      async () => (await own.shots(account)).find(({ state }) => state === 'held'),
      3 * MINUTE,
    )
    must((held.holdUntil ?? 0) - held.takenAt >= MINUTE, 'it is held for its time')
    const bytes = Buffer.from((await own.picture(held)) ?? [])
    const shown = like(await seen({ bytes }), MAGENTA_LIME, 60)
    must(shown > AREA.width * AREA.height * 0.5, `${shown} pixels of the window are recognisable`)
    must(!filesBelow(own.folder).some((file) => file.includes(bytes)), 'the held picture lies on the disk unencrypted')
    const pictures = () => filesBelow(join(serverFolder, 'pictures'))
    must(!pictures().some((file) => file.equals(bytes)), 'it was at the server while it was held')
    await until(
      'the picture is at the server, byte for byte',
      () => pictures().some((file) => file.equals(bytes)),
      2 * MINUTE,
    )
    must(Date.now() >= (held.holdUntil ?? 0), 'it was sent before its time')
    await own.cli('stop')
    await own.cli('screenshots', 'off')
    await until('the agent ends by itself', async () => !(await own.status()).agent, 3 * MINUTE)
    const pid = (await own.detachedPid()) ?? 0
    must(pid > 0, 'the agent was a process of its own')
    await until('its process is gone', () => !runs(pid), MINUTE)
  } finally {
    await own.end()
    await server.stop()
    rmSync(serverFolder, { recursive: true, force: true })
  }
}

async function staysOff(display: NodeJS.ProcessEnv): Promise<void> {
  const own = await AgentFolder.open({ display })
  try {
    await own.cli('start', 'work')
    own.startAgent()
    await until('the agent works', async () => (await own.status()).agent, MINUTE)
    await pause(2 * MINUTE)
    mustEqual(await own.shots(), [], 'without consent')
  } finally {
    await own.end()
  }
}

async function staysPaused(display: NodeJS.ProcessEnv): Promise<void> {
  const own = await AgentFolder.open({ display })
  try {
    await own.cli('screenshots', 'on', '--yes')
    await own.cli('screenshots', 'pause', '30m')
    await own.cli('start', 'work')
    await until('two moments have passed', async () => (await own.shots()).length >= 2, 3 * MINUTE)
    const states = new Set((await own.shots()).map(({ state, reason }) => `${state}: ${reason}`))
    mustEqual([...states], ['skipped: paused'], 'while paused')
  } finally {
    await own.end()
  }
}

/** Killed right after a picture, and once more in the same minute where that is long enough. */
async function isKilled(display: NodeJS.ProcessEnv): Promise<void> {
  const own = await AgentFolder.open({ display })
  try {
    await own.cli('start', 'work')
    let agent = own.startAgent()
    await until('the agent works', async () => (await own.status()).agent, MINUTE)
    await own.cli('screenshots', 'on', '--yes')
    for (let round = 0; round < 2; round += 1) {
      const before = (await own.shots()).length
      await until('a moment has come', async () => (await own.shots()).length > before, 4 * MINUTE)
      await own.kill(agent)
      agent = own.startAgent()
    }
    const last = minuteOf((await own.shots()).at(-1))
    await until('that minute is over', () => Date.now() >= (last + 1) * MINUTE, 2 * MINUTE)
    const minutes = (await own.shots()).map(minuteOf)
    mustEqual([...new Set(minutes)], minutes, 'a minute has one moment')
    must(minutes.length >= 2, 'there were moments')
  } finally {
    await own.end()
  }
}

const minuteOf = (shot: Pick<Shot, 'takenAt'> | undefined): number => Math.floor((shot?.takenAt ?? 0) / MINUTE)

function filesBelow(folder: string): Buffer[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => readFileSync(path))
}
