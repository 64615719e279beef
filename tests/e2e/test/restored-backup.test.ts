import { cpSync, rmSync } from 'node:fs'
import { agrees } from '@meantime/tools'
import { afterEach, describe, expect, it } from 'vitest'
import { MockedWorld } from './support/mocked-world.js'
import { RealWorld } from './support/real-world.js'

const worked = async (world: MockedWorld, name: string) => {
  expect((await world.cli('start', name)).code).toBe(0)
  expect((await world.cli('stop')).code).toBe(0)
}

async function signedIn(): Promise<MockedWorld> {
  const world = new MockedWorld()
  expect((await world.signIn()).code).toBe(0)
  return world
}

const minutes = (world: MockedWorld) =>
  world.ledger
    .entries()
    .map(({ description, state, segments }) => {
      const worked = segments.reduce((sum, { from, to }) => sum + ((to ?? from) - from), 0)
      return `${description} ${state} ${worked / 60_000}`
    })
    .sort()

describe('a server restored from an older backup (mocked network)', () => {
  it('gets back everything delivered since, each minute once, and the person is told', async () => {
    const world = await signedIn()
    await worked(world, 'Before')
    await world.cli('sync')
    const restore = world.server.backup()
    await worked(world, 'Forgotten')
    await world.cli('sync')
    restore()
    expect(minutes(world)).toEqual(['Before stopped 1'])

    await worked(world, 'After')
    const sync = await world.cli('sync')
    expect(sync.stdout).toContain('The server had forgotten work (an older backup?); 4 items were sent again.')
    expect(sync.code).toBe(0)
    expect(minutes(world)).toEqual(['After stopped 1', 'Before stopped 1', 'Forgotten stopped 1'])
    expect(await world.json('sync')).toMatchObject({ status: 'drained', reoffered: 0, left: 0 })
  })

  it('never takes the stop of an entry before its forgotten pause and resume', async () => {
    const world = await signedIn()
    await world.cli('start', 'Split')
    await world.cli('sync')
    const restore = world.server.backup()
    await world.cli('pause')
    await world.cli('status')
    await world.cli('resume')
    await world.cli('sync')
    restore()

    await world.cli('stop')
    const types = () => world.ledger.entries().flatMap(({ id }) => world.ledger.events(id).map(({ type }) => type))
    expect((await world.cli('sync')).code).toBe(0)
    expect(types()).toEqual(['start', 'pause', 'resume', 'stop'].map((type) => `time_entry_${type}`))
    const local = (await world.json('log')) as { days: { entries: { workedMs: number }[] }[] }
    expect(minutes(world)).toEqual([`Split stopped ${(local.days[0]?.entries[0]?.workedMs ?? 0) / 60_000}`])
  })

  it('an open entry whose start was forgotten is stopped there, not waited for', async () => {
    const world = await signedIn()
    const restore = world.server.backup()
    await world.cli('start', 'Open')
    await world.cli('sync')
    restore()
    await world.cli('stop')
    expect((await world.cli('sync')).code).toBe(0)
    expect(minutes(world)).toEqual(['Open stopped 2'])
  })

  it('is mended without new work by `sync --everything`, and what it has is not doubled', async () => {
    const world = await signedIn()
    await worked(world, 'Before')
    await world.cli('sync')
    const restore = world.server.backup()
    await worked(world, 'Forgotten')
    await world.cli('sync')
    restore()
    expect((await world.cli('sync')).stdout).toContain('Everything is delivered already.')
    const sync = await world.cli('sync', '--everything')
    expect(sync.stdout).toContain('4 items were offered to the server again')
    expect(minutes(world)).toEqual(['Before stopped 1', 'Forgotten stopped 1'])
    for (const { id } of world.ledger.entries())
      for (const event of world.ledger.events(id)) expect(world.ledger.effects(event.id)).toBe(1)
  })

  it('also when the receipts of what it forgot were purged long ago', async () => {
    const world = await signedIn()
    const restore = world.server.backup()
    await worked(world, 'Old')
    await world.cli('sync')
    world.clock.advance(30 * 24 * 60 * 60_000)
    await world.cli('sync')
    restore()
    await worked(world, 'New')
    expect(await world.json('sync')).toMatchObject({ reoffered: 2, left: 0 })
    expect(minutes(world)).toEqual(['New stopped 1', 'Old stopped 1'])
  })
})

describe('a server restored from an older backup (real server, real files)', () => {
  const world = new RealWorld()
  afterEach(() => world.end())

  it('has every minute once again after one more command and a sync', async () => {
    const cli = async (...args: string[]) => {
      const run = await world.cli(...args)
      expect(run.exitCode, run.stderr).toBe(0)
      return run
    }
    await world.serverUp()
    expect((await world.signUp()).exitCode).toBe(0)
    await cli('switch', 'Before')
    await cli('sync')
    await world.serverDown()
    const backup = `${world.serverData}.backup`
    cpSync(world.serverData, backup, { recursive: true })

    await world.serverUp()
    await cli('pause')
    await cli('resume')
    await cli('switch', 'Between')
    await cli('sync')
    expect(await world.ledger()).toMatchObject({ queued: 0, lost: [] })
    await world.serverDown()
    rmSync(world.serverData, { recursive: true })
    cpSync(backup, world.serverData, { recursive: true })

    await world.serverUp()
    expect(await world.ledger()).toMatchObject({ recorded: 5, delivered: 1 })
    await cli('stop')
    const sync = await cli('sync')
    const ledger = await world.ledger()
    expect(ledger).toMatchObject({ recorded: 6, delivered: 6, queued: 0, lost: [], surplus: [] })
    expect(agrees(ledger), JSON.stringify(ledger)).toBe(true)
    expect(ledger.entries).toHaveLength(2)
    expect(sync.stdout).toContain('The server had forgotten work (an older backup?); 5 items were sent again.')
    const last = await cli('sync')
    expect(last.stdout).toContain('Everything is delivered already.')
  }, 300_000)
})
