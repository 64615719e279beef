import {
  type AccountId,
  type ChangeFeed,
  Corrections,
  HEARTBEAT,
  type Heartbeat,
  type StateStore,
  TimeTracker,
  workedMs,
} from '@meantime/core'
import { ManualClock, MemoryJournal, MemoryQueue, recordingLogger, sequentialIds } from '@meantime/testkit'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { PresenceState } from '../../src/presence/port.js'
import { PresenceWatch } from '../../src/presence/presence-watch.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const ANN = 'ann' as AccountId

/** A person at a computer whose clocks the test moves; everything else is what an app has, in memory. */
function desk() {
  const clock = new ManualClock()
  const newId = sequentialIds(clock)
  const journal = new MemoryJournal(new MemoryQueue(clock, newId), clock, newId)
  const profiles = {
    current: () => ({ accountId: ANN, email: 'ann@example.org', server: 'http://127.0.0.1:1' }),
    save: async () => undefined,
  }
  const stored = new Map<string, string>()
  const writes: string[] = []
  const read = <T>(key: string): T | undefined => {
    const text = stored.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as T)
  }
  const state: StateStore = {
    get: async <T>(key: string) => read<T>(key),
    set: async (key, value) => {
      writes.push(key)
      stored.set(key, JSON.stringify(value))
    },
    async update<T>(key: string, change: (current: T | undefined) => T | undefined) {
      const next = change(read<T>(key))
      stored.set(key, JSON.stringify(next))
      return next
    },
  }
  let changed = () => undefined
  const changes: ChangeFeed = {
    onChange(listener) {
      changed = () => void listener()
      return () => undefined
    },
  }
  const tracker = new TimeTracker(journal, profiles, clock, newId)
  const corrections = new Corrections(
    { journal, profiles, state, clock, newId },
    { runs: () => false, bootedAt: () => 0 },
  )
  const person = { lastInput: clock.monotonic(), locked: 'unknown' as PresenceState['locked'], asked: 0 }
  let asleep = 0
  const presence = {
    async state() {
      person.asked += 1
      return { idleMs: clock.monotonic() - person.lastInput, locked: person.locked }
    },
  }
  const logger = recordingLogger()
  const deps = { presence, corrections, journal, profiles, state, changes, clock, logger }
  const sinceBoot = () => clock.monotonic() + asleep
  const watcher = () => new PresenceWatch(deps, { sinceBoot, monotonicSleeps: true })
  const minutes = async (count: number, active = false) => {
    for (let step = 0; step < count * 4; step += 1) {
      if (active) person.lastInput = clock.monotonic()
      await clock.advanceInSteps(15 * SECOND)
    }
  }
  const recorded = async (work: Promise<unknown>) => {
    await work
    changed()
    await clock.advanceInSteps(0)
  }
  const sleepFor = (ms: number) => {
    clock.set(clock.now() + ms)
    asleep += ms
  }
  const offers = async () =>
    (await corrections.open()).map(({ offer, ms }) => [offer.causes.join(), Math.round(ms / MINUTE)])
  return { clock, tracker, person, state, writes, watcher, minutes, recorded, sleepFor, offers, logger, read }
}

async function started(world: ReturnType<typeof desk>): Promise<PresenceWatch> {
  const watch = world.watcher()
  await watch.start()
  onTestFinished(() => watch.stop())
  await world.recorded(world.tracker.start({ description: 'Design' }))
  return watch
}

describe('a watcher', () => {
  test('offers the time that somebody was away, once they are back, and changes no time', async () => {
    const world = desk()
    await started(world)
    await world.minutes(10, true)
    await world.minutes(42)
    expect(await world.offers()).toEqual([])
    await world.minutes(1, true)
    expect(await world.offers()).toEqual([['idle', 42]])
    const [entry] = await world.tracker.entries({})
    expect(entry && Math.round(workedMs(entry, world.clock.now()) / MINUTE)).toBe(53)
  })

  test('offers a sleep, and nothing for a clock that was set', async () => {
    const world = desk()
    await started(world)
    await world.minutes(10, true)
    world.sleepFor(8 * 60 * MINUTE)
    await world.minutes(1, true)
    expect(await world.offers()).toEqual([['sleep', 480]])
    world.clock.set(world.clock.now() + 3 * 60 * MINUTE)
    await world.minutes(1, true)
    expect(await world.offers()).toEqual([['sleep', 480]])
  })

  test('asks nothing of anybody while no entry runs', async () => {
    const world = desk()
    await started(world)
    await world.minutes(2, true)
    await world.recorded(world.tracker.pause())
    const before = world.person.asked
    await world.minutes(60)
    expect(world.person.asked).toBe(before)
    await world.recorded(world.tracker.resume())
    expect(world.person.asked).toBe(before + 1)
    await world.minutes(1, true)
    expect(await world.offers()).toEqual([])
  })

  test('leaves a heartbeat once a minute, not more, and says when it is not watching', async () => {
    const world = desk()
    await started(world)
    const before = world.writes.length
    await world.minutes(30, true)
    expect(world.writes.length - before).toBeLessThanOrEqual(31)
    expect(world.read<Heartbeat>(HEARTBEAT)).toMatchObject({ watching: true, account: ANN })
    await world.recorded(world.tracker.stop())
    expect(world.read<Heartbeat>(HEARTBEAT)).toMatchObject({ watching: false })
    const stopped = world.writes.length
    await world.minutes(30)
    expect(world.writes.length).toBe(stopped)
  })

  test('that is killed leaves what the next one tells: the time since its last heartbeat', async () => {
    const world = desk()
    await started(world)
    await world.minutes(10, true)
    // Killed: it never gets to run again, nor to say so.
    const left = world.read<Heartbeat>(HEARTBEAT)
    const next = desk()
    await next.recorded(next.tracker.start({ description: 'Design' }))
    await next.minutes(10)
    await next.state.set(HEARTBEAT, left)
    await next.minutes(42)
    const watch = next.watcher()
    await watch.start()
    onTestFinished(() => watch.stop())
    expect(await next.offers()).toEqual([['crash', 42]])
  })

  test('that ends in order leaves nothing to be asked, and who is away then is not forgotten', async () => {
    const world = desk()
    const watch = await started(world)
    await world.minutes(10, true)
    await watch.stop()
    await world.minutes(120, true)
    const again = world.watcher()
    await again.start()
    expect(await world.offers()).toEqual([])
    await world.minutes(30)
    await again.stop()
    expect(await world.offers()).toEqual([['idle', 30]])
  })

  test('goes on when the system cannot be asked', async () => {
    const world = desk()
    const watch = await started(world)
    let looks = 0
    watch.onLook(() => {
      looks += 1
      if (looks === 1) throw new Error('a listener broke')
    })
    await world.minutes(1, true)
    expect(looks).toBeGreaterThan(2)
    expect(world.logger.lines.map(({ level }) => level)).toContain('warn')
  })
})
