import { ACTIVITY_RECORDER, activity, PRESENCE, presenceWatch } from '@meantime/capture'
import { compose } from '@meantime/cli'
import {
  CLOCK,
  type EntryId,
  HEARTBEAT,
  type Heartbeat,
  override,
  type Segment,
  STATE_STORE,
  TIME_TRACKER,
} from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import { describe, expect, it } from 'vitest'
import { MockedWorld } from './support/mocked-world.js'

const MINUTE = 60_000

async function signedIn(): Promise<MockedWorld> {
  const world = new MockedWorld()
  expect((await world.signIn()).code).toBe(0)
  return world
}

function app(world: MockedWorld) {
  const somebody = { state: async () => ({ idleMs: 0, locked: false }) }
  return compose({
    paths: dataPaths(world.folder),
    plugins: [presenceWatch({ presence: () => somebody, sinceBoot: () => world.clock.monotonic() }), activity()],
    overrides: [override(CLOCK, () => world.clock)],
  })
}

/** 40 minutes in which a watcher that was killed saw nothing. */
async function away(world: MockedWorld): Promise<void> {
  const opened = await app(world)
  await opened.start(STATE_STORE, TIME_TRACKER)
  const now = world.clock.now()
  const beat: Heartbeat = {
    account: opened.get(TIME_TRACKER).account,
    alive: now,
    lastSeen: now,
    causes: [],
    pid: 2 ** 30,
    watching: true,
  }
  await opened.get(STATE_STORE).set(HEARTBEAT, beat)
  await opened.stop()
  world.clock.advance(40 * MINUTE)
}

interface Told {
  readonly entries: readonly { readonly id: EntryId }[]
}

const local = (segments: readonly Segment[]) =>
  segments.map(({ from, to }) => ({
    from: new Date(from).toISOString(),
    to: to === null ? null : new Date(to).toISOString(),
  }))

describe('the answer to a time away', () => {
  it.each([
    ['discard', []],
    ['split', []],
    ['split', ['--as', 'lunch']],
    ['stop', []],
    ['keep', []],
  ])('%s %j is the same at the server as here, whatever answer was lost on the way', async (answer, words) => {
    const world = await signedIn()
    await world.cli('start', 'Design')
    await world.cli('sync')
    await away(world)
    const { entries } = (await world.json('away', answer, ...words)) as unknown as Told
    world.server.faults.loseResponses(1)
    await world.patiently('sync')
    await world.patiently('sync')
    const here = (await world.json('log')) as { days: readonly { entries: readonly { id: EntryId }[] }[] }
    for (const { id, ...told } of here.days.flatMap((day) => day.entries)) {
      const there = world.ledger.entry(id)
      expect(told).toMatchObject({
        state: there?.state,
        description: there?.description,
        segments: local(there?.segments ?? []),
      })
    }
    expect(world.ledger.entries()).toHaveLength(answer === 'split' ? 2 : 1)
    expect(entries.length).toBe(answer === 'split' ? 2 : 1)
  })
})

describe('activity', () => {
  it('recorded offline arrives once, after its entry, when the network is back and answers were lost', async () => {
    const world = await signedIn()
    world.server.faults.offline = true
    await world.cli('start', 'Design')
    await world.cli('activity', 'on')
    const opened = await app(world)
    await opened.start(ACTIVITY_RECORDER, PRESENCE)
    await world.clock.advanceInSteps(25 * MINUTE)
    await opened.stop()
    world.server.faults.offline = false
    world.server.faults.loseResponses(1)
    await world.patiently('sync')
    await world.patiently('sync')
    const samples = world.ledger.activity()
    expect(
      samples
        .map(({ minutes }) => minutes.length)
        .toSorted((a, b) => b - a)
        .slice(0, 2),
    ).toEqual([10, 10])
    expect(samples.reduce((sum, { minutes }) => sum + minutes.length, 0)).toBeGreaterThanOrEqual(25)
    for (const { id, minutes } of samples) {
      expect(world.ledger.effects(id)).toBe(1)
      expect(minutes.every(({ level, app, title }) => level === 'lots' && !app && !title)).toBe(true)
    }
    expect(await world.json('status')).toMatchObject({ queue: { waiting: 0, parked: 0 } })
  })
})
