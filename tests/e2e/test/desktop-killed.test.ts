import { join } from 'node:path'
import { seededRandom } from '@meantime/testkit'
import { agrees, type DesktopAgent, ledgerLine } from '@meantime/tools'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { desk, everything, stateOf } from './support/desktop-world.js'

const MINUTE = 60_000
const PATIENCE = { timeout: MINUTE }

/** What a person does, one after the other, until the agent is gone; gives what it said was done. */
async function work(agent: DesktopAgent, random: () => number, done: string[]): Promise<void> {
  for (let n = 0; ; n += 1) {
    const name = `task ${done.length} ${n}`
    const { current } = await stateOf(agent)
    const choice = random()
    if (!current || choice < 0.3) {
      await agent.ask('switch', { description: name })
      done.push(name)
    } else if (choice < 0.5) await agent.ask(current.state === 'running' ? 'pause' : 'resume')
    else if (choice < 0.6) await agent.ask('stop')
    else if (choice < 0.8) {
      const renamed = `${current.description} again`
      await agent.ask('editEntry', { id: current.id, changes: { description: renamed } })
      done[done.indexOf(current.description)] = renamed
    } else {
      await agent.ask('addEntry', {
        description: name,
        project: null,
        segments: [{ from: 1000 * n, to: 1000 * n + 500 }],
      })
      done.push(name)
    }
  }
}

test('kill -9 of the agent at random moments of the day: nothing it had said was done is lost, and nothing arrives twice', async () => {
  const { world, agent: first, open } = await desk()
  const random = seededRandom(20_261_122)
  const done: string[] = []
  let agent = first
  for (let round = 0; round < 8; round += 1) {
    const before = done.length
    const working = work(agent, random, done).catch(() => undefined)
    await expect.poll(() => done.length, PATIENCE).toBeGreaterThan(before)
    await new Promise((resolve) => setTimeout(resolve, random() * 300))
    await agent.kill()
    await working
    agent = await open()
    const known = (await everything(agent)).map(({ description }) => description)
    // The last one may have been done without being told so.
    for (const name of done)
      expect(
        known.some((text) => text.startsWith(name)),
        `${name}, round ${round}`,
      ).toBe(true)
    const { current } = await stateOf(agent)
    const terminal = JSON.parse((await world.cli('status', '--json')).stdout)
    expect(terminal.entry?.id ?? terminal.current?.id ?? null).toBe(current?.id ?? null)
  }
  await agent.ask('syncNow')
  expect(await agent.stop()).toBe(0)
  // What a killed one had just claimed stays lent to it for a minute: as if that had passed.
  inDatabase(world.client, (database) => database.prepare('UPDATE leases SET expires_at = 0').run())
  const synced = await world.cli('sync')
  expect(synced.exitCode, synced.stdout).toBe(0)
  const ledger = await world.ledger()
  expect(agrees(ledger), ledgerLine(ledger)).toBe(true)
  expect(ledger).toMatchObject({ queued: 0, dropped: 0 })
}, 180_000)

test('after kill -9 the next start offers the time in between; the window asks nobody to trust its memory', async () => {
  const { world, agent, open } = await desk({ autoSync: false })
  const from = Date.now() - 60 * MINUTE
  await agent.ask('start', { description: 'Report', at: from })
  const heartbeat = () => beat(world.client)
  await expect.poll(heartbeat, PATIENCE).toBeDefined()
  await agent.kill()
  // As if it had been killed fifty minutes ago.
  const killedAt = Date.now() - 50 * MINUTE
  beat(world.client, { ...heartbeat(), alive: killedAt, lastSeen: killedAt })
  const next = await open()
  const { current, offers } = await stateOf(next)
  expect(current?.segments).toEqual([{ from, to: null }])
  expect(offers).toMatchObject([{ causes: expect.arrayContaining(['crash']), from: killedAt }])
  const [{ id = '' } = {}] = offers
  await next.ask('answerOffer', { id, answer: { kind: 'discard' } })
  expect((await stateOf(next)).current?.segments[0]).toEqual({ from, to: killedAt })
})

/** Reads, or writes, what the watcher left on the disk. */
function beat(client: string, write?: object): object | undefined {
  return inDatabase(client, (database) => {
    if (write) database.prepare("UPDATE state SET value = ? WHERE key = 'heartbeat'").run(JSON.stringify(write))
    const value = database.prepare("SELECT value FROM state WHERE key = 'heartbeat'").pluck().get()
    return value === undefined ? undefined : (JSON.parse(String(value)) as object)
  })
}

function inDatabase<T>(client: string, work: (database: Database.Database) => T): T {
  const database = new Database(join(client, 'meantime.db'), { timeout: 5000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}
