import { describe, expect, it } from 'vitest'
import { MockedWorld } from './support/mocked-world.js'

interface ListedTask {
  readonly id: string
  readonly state: string
  readonly reason: { readonly code: string } | null
}

const tasks = async (world: MockedWorld, ...args: string[]) =>
  (await world.json('queue', 'list', ...args)).tasks as ListedTask[]

/** Three finished entries, recorded offline. */
async function threeEntries(): Promise<MockedWorld> {
  const world = new MockedWorld()
  expect((await world.signIn()).code).toBe(0)
  for (const name of ['First', 'Second', 'Third']) {
    expect((await world.cli('start', name)).code).toBe(0)
    expect((await world.cli('stop')).code).toBe(0)
  }
  return world
}

describe('partial success', () => {
  it('one rejected item is parked and holds back only its own entry; every other one arrives', async () => {
    const world = await threeEntries()
    const [, , second] = await tasks(world)
    world.server.faults.rejectItems([second?.id ?? ''])

    const sync = await world.cli('sync')
    expect(sync.code).toBe(6)
    expect(world.ledger.entries().map(({ description, state }) => [description, state])).toEqual([
      ['First', 'stopped'],
      ['Third', 'stopped'],
    ])
    const left = await tasks(world)
    expect(left.map(({ state }) => state)).toEqual(['dead', 'pending'])
    expect(left[0]).toMatchObject({ id: second?.id, reason: { code: 'invalid-item' } })
  })

  it('a parked item that is retried arrives under its own key, with what waited behind it', async () => {
    const world = await threeEntries()
    const [, , second] = await tasks(world)
    world.server.faults.rejectItems([second?.id ?? ''])
    await world.cli('sync')

    world.server.faults.clear()
    expect((await world.cli('queue', 'retry')).code).toBe(0)
    expect((await world.cli('sync')).code).toBe(0)
    expect(world.ledger.entries()).toHaveLength(3)
    expect(world.server.effects(second?.id ?? '')).toBe(1)
    expect(await tasks(world)).toEqual([])
  })

  it('an item that the server wants later waits alone; a manual sync does not make it wait longer', async () => {
    const world = await threeEntries()
    const [first] = await tasks(world)
    world.server.faults.retryItems([first?.id ?? ''], { afterMs: 600_000 })
    expect((await world.cli('sync')).code).toBe(6)
    expect(world.ledger.entries().map(({ description }) => description)).toEqual(['Second', 'Third'])
    expect((await world.cli('sync')).code).toBe(0)
    expect(world.ledger.entries()).toHaveLength(3)
  })
})

describe('a bad network', () => {
  it('a lost answer doubles nothing', async () => {
    const world = await threeEntries()
    const ids = (await tasks(world)).map(({ id }) => id)
    world.server.faults.loseResponses(1)
    expect((await world.patiently('sync')).code).toBe(0)
    expect(ids.map((id) => world.server.effects(id))).toEqual(ids.map(() => 1))
  })

  it('work recorded offline keeps its own times, however late it arrives', async () => {
    const world = new MockedWorld()
    await world.signIn()
    world.server.faults.offline = true
    const began = world.clock.now()
    expect((await world.cli('start', 'On the train')).code).toBe(0)
    world.clock.advance(90 * 60_000)
    const ended = world.clock.now()
    expect((await world.cli('stop')).code).toBe(0)
    expect((await world.patiently('sync')).code).toBe(5)

    world.clock.advance(7 * 24 * 3_600_000)
    world.server.faults.offline = false
    expect((await world.cli('sync')).code).toBe(0)
    expect(world.ledger.entries()).toMatchObject([{ segments: [{ from: began, to: ended }], endedAt: ended }])
  })

  it('a captive portal is not mistaken for the server: nothing is lost, nothing is parked', async () => {
    const world = await threeEntries()
    world.server.faults.htmlNext(1)
    expect((await world.cli('sync')).code).toBe(5)
    expect((await tasks(world)).map(({ state }) => state)).toEqual(Array(6).fill('pending'))
    expect((await world.cli('sync')).code).toBe(0)
  })
})

describe('signing in', () => {
  it('a token that expires in the middle costs one refresh, and nothing else', async () => {
    const world = await threeEntries()
    world.server.expireAccessTokens()
    expect((await world.cli('sync')).code).toBe(0)
    expect(world.ledger.entries()).toHaveLength(3)
    expect(world.server.requests.filter(({ path }) => path.endsWith('/auth/refresh'))).toHaveLength(1)
  })

  it('a session that was ended elsewhere asks for signing in; the work stays and arrives afterwards', async () => {
    const world = await threeEntries()
    world.server.revokeSessions()
    expect((await world.cli('sync')).code).toBe(4)
    expect((await tasks(world)).map(({ state }) => state)).toEqual(Array(6).fill('pending'))
    expect((await world.signIn()).code).toBe(0)
    expect((await world.cli('sync')).code).toBe(0)
    expect(world.ledger.entries()).toHaveLength(3)
  })

  it('work recorded before anybody had signed in belongs to whoever signs in first', async () => {
    const world = new MockedWorld()
    expect((await world.cli('start', 'Before')).code).toBe(0)
    expect((await world.cli('sync')).code).toBe(4)
    expect((await world.signIn()).code).toBe(0)
    expect((await world.cli('sync')).code).toBe(0)
    expect(world.ledger.entries()).toMatchObject([{ description: 'Before', state: 'running' }])
  })
})
