import { beforeEach, describe, expect, it } from 'vitest'
import {
  type AccountId,
  Corrections,
  HEARTBEAT,
  type Heartbeat,
  isMeantimeError,
  LOCAL_ACCOUNT,
  type OfferId,
  type StateStore,
  TimeTracker,
  workedMs,
} from '../../src/index.js'
import { ACCOUNT, InstantClock } from '../sync/harness.js'
import { StubJournal } from '../tracker/stub-journal.js'

const MIN = 60_000
let clock: InstantClock
let journal: StubJournal
let tracker: TimeTracker
let state: StateStore
let account: AccountId | undefined
let open: (options?: { runs?: boolean; bootedAt?: number }) => Corrections

beforeEach(() => {
  clock = new InstantClock()
  journal = new StubJournal(clock)
  account = ACCOUNT
  const profiles = {
    current: () => account && { accountId: account, email: 'ann@example.org', server: 'http://127.0.0.1:1' },
    save: async () => undefined,
  }
  let ids = 0
  const newId = () => `id-${++ids}`
  const stored = new Map<string, string>()
  state = {
    get: async <T>(key: string) => JSON.parse(stored.get(key) ?? 'null') ?? (undefined as T | undefined),
    set: async (key, value) => void stored.set(key, JSON.stringify(value)),
    async update<T>(key: string, change: (current: T | undefined) => T | undefined) {
      const next = change(JSON.parse(stored.get(key) ?? 'null') ?? undefined)
      stored.set(key, JSON.stringify(next))
      return next
    },
  }
  tracker = new TimeTracker(journal, profiles, clock, newId)
  const deps = { journal, profiles, state, clock, newId }
  open = ({ runs = false, bootedAt = 0 } = {}) => new Corrections(deps, { runs: () => runs, bootedAt: () => bootedAt })
})

const code = (expected: string) => (error: unknown) => isMeantimeError(error, expected)
const later = (ms: number) => {
  clock.time += ms
}
const minutesAgo = (minutes: number) => clock.now() - minutes * MIN
const worked = async () => (await tracker.entries({})).reduce((sum, entry) => sum + workedMs(entry, clock.now()), 0)

async function awayOffer() {
  await tracker.start({ description: 'Design' })
  later(60 * MIN)
  await open().note({ causes: ['idle'], from: minutesAgo(42), to: minutesAgo(2) })
  const [offer] = await open().open()
  if (!offer) throw new Error('nothing is offered')
  return offer
}

describe('an offer', () => {
  it('changes no time, is there for every program, and stays until it is answered', async () => {
    const { offer, ms, entry } = await awayOffer()
    expect([ms, entry.description, offer.causes]).toEqual([40 * MIN, 'Design', ['idle']])
    expect(await worked()).toBe(60 * MIN)
    later(10 * MIN)
    await tracker.stop()
    expect(await worked()).toBe(70 * MIN)
    expect(await open().open()).toMatchObject([{ ms: 40 * MIN }])
  })

  it('once answered is gone, and the answer took effect once', async () => {
    const { offer } = await awayOffer()
    const { entries } = await open().answer(offer.id, { kind: 'discard' })
    expect(entries).toMatchObject([{ id: offer.entryId, state: 'running' }])
    await expect(open().answer(offer.id, { kind: 'discard' })).rejects.toSatisfy(code('AWAY_ANSWERED'))
    expect(await open().open()).toEqual([])
    expect(await worked()).toBe(20 * MIN)
  })

  it('of which a program died before it could note the answer is not carried out twice', async () => {
    const { offer } = await awayOffer()
    const before = await state.get('away-offers')
    await open().answer(offer.id, { kind: 'split', description: 'lunch' })
    await state.set('away-offers', before)
    expect(await open().open()).toEqual([])
    await expect(open().answer(offer.id, { kind: 'split', description: 'lunch' })).rejects.toSatisfy(
      code('AWAY_NOTHING_LEFT'),
    )
    expect(await tracker.entries({})).toHaveLength(2)
  })

  it('kept as work is not made again from the same evidence', async () => {
    const { offer } = await awayOffer()
    await open().answer(offer.id, { kind: 'keep' })
    await open().note(offer)
    expect(await open().open()).toEqual([])
    expect(await worked()).toBe(60 * MIN)
  })

  it('goes with its entry, and an unknown one says so', async () => {
    const { offer } = await awayOffer()
    await tracker.delete(offer.entryId)
    expect(await open().open()).toEqual([])
    await expect(open().answer(offer.id, { kind: 'keep' })).rejects.toSatisfy(code('AWAY_NOTHING_LEFT'))
    await expect(open().answer('nope' as OfferId, { kind: 'keep' })).rejects.toSatisfy(code('AWAY_UNKNOWN'))
  })

  it('belongs to its account; one from before anybody had signed in to whoever did', async () => {
    account = undefined
    const { offer } = await awayOffer()
    expect(offer.account).toBe(LOCAL_ACCOUNT)
    account = ACCOUNT
    expect(await open().open()).toHaveLength(1)
    await open().answer(offer.id, { kind: 'keep' })
    later(60 * MIN)
    await open().note({ causes: ['idle'], from: minutesAgo(30), to: minutesAgo(5) })
    account = 'bob' as AccountId
    expect(await open().open()).toEqual([])
  })
})

describe('a program that has no watcher', () => {
  const beat = (more: Partial<Heartbeat> = {}) =>
    state.set(HEARTBEAT, {
      account: ACCOUNT,
      alive: clock.now(),
      lastSeen: clock.now(),
      causes: [],
      pid: 1,
      watching: true,
      ...more,
    })

  it('finds a crash at its next start, and only once', async () => {
    await tracker.start()
    later(30 * MIN)
    await beat()
    later(42 * MIN)
    await open().look()
    expect(await open().open()).toMatchObject([{ ms: 42 * MIN, offer: { causes: ['crash'] } }])
    later(60 * MIN)
    await open().look()
    expect(await open().open()).toMatchObject([{ ms: 42 * MIN }])
  })

  it('finds a sleep while the watcher is still rubbing its eyes', async () => {
    await tracker.start()
    await beat()
    later(42 * MIN)
    await open({ runs: true }).look()
    expect(await open().open()).toMatchObject([{ offer: { causes: ['sleep'] } }])
    expect(await state.get<Heartbeat>(HEARTBEAT)).toMatchObject({ watching: true })
  })

  it('finds a forgotten stop, also when it was just stopped, and none where somebody was seen', async () => {
    await tracker.start()
    later(13 * 60 * MIN)
    await beat({ watching: false })
    await open().look()
    expect(await open().open()).toEqual([])
    later(13 * 60 * MIN)
    await tracker.stop()
    await open().look()
    expect(await open().open()).toMatchObject([{ ms: 13 * 60 * MIN, offer: { causes: ['forgotten'] } }])
  })

  it('that looks every second writes at most once a minute', async () => {
    await tracker.start()
    await beat({ lastSeen: minutesAgo(0), causes: ['idle'] })
    later(13 * 60 * MIN)
    await open().look()
    let writes = 0
    const { update } = state
    Object.assign(state, {
      update: (key: string, change: (current: unknown) => unknown) => {
        writes += 1
        return update(key, change)
      },
    })
    await beat({ lastSeen: minutesAgo(30), causes: ['idle'] })
    for (let second = 0; second < 120; second += 1) {
      later(1000)
      await open().look()
    }
    expect(writes).toBeLessThanOrEqual(3)
    expect(await open().open()).toHaveLength(1)
  })

  it('makes nothing of what a watcher left for somebody else', async () => {
    await tracker.start()
    await beat({ account: 'bob' as AccountId })
    later(42 * MIN)
    await open().look()
    expect(await open().open()).toEqual([])
  })
})
