import { PATHS } from '@meantime/protocol'
import { type Fault, fault } from '@meantime/testkit'
import { describe, expect, it } from 'vitest'
import { MockedWorld } from './support/mocked-world.js'

interface ListedTask {
  readonly id: string
  readonly state: string
  readonly attempts: number
}

const tasks = async (world: MockedWorld) => (await world.json('queue', 'list')).tasks as ListedTask[]
/** More than one run tries. */
const MANY = 30

async function threeEntries(): Promise<MockedWorld> {
  const world = new MockedWorld()
  expect((await world.signIn()).code).toBe(0)
  for (const name of ['First', 'Second', 'Third']) {
    expect((await world.cli('start', name)).code).toBe(0)
    expect((await world.cli('stop')).code).toBe(0)
  }
  return world
}

async function expectEachOnce(world: MockedWorld, ids: readonly string[]): Promise<void> {
  expect(ids.map((id) => world.server.effects(id))).toEqual(ids.map(() => 1))
  expect(world.ledger.entries().map(({ description, state }) => [description, state])).toEqual([
    ['First', 'stopped'],
    ['Second', 'stopped'],
    ['Third', 'stopped'],
  ])
  expect(await tasks(world)).toEqual([])
}

describe('a request that goes wrong as a whole', () => {
  it.each<[string, Fault]>([
    ['a reset before it took effect', fault.reset],
    ['a reset after it took effect', fault.applyThenReset],
    ['half an answer', fault.truncated],
    ['an answer that breaks off', fault.brokenOff],
    ['a page with 200', fault.page],
    ["somebody else's JSON with 200", fault.json({ hello: 'world' })],
    ['no results for anything', fault.results('empty')],
    ['a gzip bomb', fault.gzipBomb(8 * 1024 * 1024)],
    ['a redirect', fault.redirect('https://elsewhere.example.org/')],
    ['400 in plain words', fault.status(400, { body: 'empty' })],
    ['401', fault.status(401)],
    ['403', fault.status(403)],
    ['403 with a page', fault.status(403, { body: 'page' })],
    ['404', fault.status(404)],
    ['408', fault.status(408)],
    ['409', fault.status(409)],
    ['425', fault.status(425)],
    ['426', fault.status(426)],
    ['429 for a day', fault.status(429, { retryAfter: 86_400 })],
    ['500', fault.status(500)],
    ['503 until a date', fault.status(503, { retryAfter: new Date(Date.UTC(2100, 0)) })],
    ['503 until a date that is past', fault.status(503, { retryAfter: new Date(0) })],
  ])(
    '%s: again and again, it parks nothing and costs no attempt; afterwards each task is there once',
    async (_, bad) => {
      const world = await threeEntries()
      const before = await tasks(world)
      world.server.faults.next(...Array<Fault>(MANY).fill(bad))
      expect((await world.patiently('sync')).code).not.toBe(0)
      const after = await tasks(world)
      expect(after.map(({ id, state, attempts }) => [id, state, attempts])).toEqual(
        before.map(({ id }) => [id, 'pending', 0]),
      )

      world.server.faults.clear()
      if ((await world.cli('sync')).code === 4) await world.signIn()
      await world.cli('sync')
      await expectEachOnce(
        world,
        before.map(({ id }) => id),
      )
    },
  )
})

describe('results that come back', () => {
  it.each(['missing', 'empty', 'duplicated', 'contradictory', 'reordered', 'unknown'] as const)(
    '%s settle what they say beyond doubt; after the next sync each task is there once',
    async (twist) => {
      const world = await threeEntries()
      const ids = (await tasks(world)).map(({ id }) => id)
      world.server.faults.next(fault.results(twist))
      await world.patiently('sync')
      for (const { state, attempts } of await tasks(world)) expect([state, attempts]).toEqual(['pending', 0])
      await world.patiently('sync')
      await expectEachOnce(world, ids)
    },
  )
})

describe('a token that expires between two batches', () => {
  it('costs one refresh; the batch it was refused for goes out again, and nothing twice', async () => {
    const world = new MockedWorld()
    await world.signIn()
    for (let n = 0; n < 30; n += 1) {
      await world.cli('start', `Entry ${n}`)
      await world.cli('stop')
    }
    const ids = (await tasks(world)).map(({ id }) => id)
    world.server.faults.next(fault.pass, fault.status(401))
    expect((await world.cli('sync')).code).toBe(0)
    const [first, refused, again, ...more] = world.server.batches()
    expect(more).toEqual([])
    const since = world.server.requests.findIndex(({ body }) => body === refused?.body)
    expect(world.server.requests.slice(since).map(({ path }) => path)).toEqual([
      PATHS.batches,
      PATHS.refresh,
      PATHS.batches,
    ])
    expect(again?.body).toEqual(refused?.body)
    expect(again?.headers.authorization).not.toBe(first?.headers.authorization)
    expect(ids.map((id) => world.server.effects(id))).toEqual(ids.map(() => 1))
  })
})

describe('somebody else who signs in', () => {
  const BOB = 'bob@example.org'
  const becomes = (world: MockedWorld, email: string) =>
    world.cli('login', '--server', 'https://time.example.test', '--email', email)

  it('delivers their own work; what waits of the first person waits on, and arrives as theirs', async () => {
    const world = await threeEntries()
    const ids = (await tasks(world)).map(({ id }) => id)
    const bob = world.server.addAccount(BOB, 'correct-horse-battery')
    expect((await becomes(world, BOB)).code).toBe(0)
    await world.cli('start', 'Of Bob')
    await world.cli('stop')
    expect((await world.cli('sync')).code).toBe(0)
    expect(
      world.server
        .ledger(bob.id)
        .entries()
        .map(({ description }) => description),
    ).toEqual(['Of Bob'])
    expect(world.ledger.entries()).toEqual([])

    expect((await world.signIn()).code).toBe(0)
    expect((await world.cli('sync')).code).toBe(0)
    await expectEachOnce(world, ids)
    expect(world.server.ledger(bob.id).entries()).toHaveLength(1)
  })

  it('in the middle of a run does not lend it their token: the rest of it waits', async () => {
    const world = new MockedWorld()
    await world.signIn()
    for (let n = 0; n < 10; n += 1) {
      await world.cli('start', `Entry ${n}`)
      await world.cli('stop')
    }
    const bob = world.server.addAccount(BOB, 'correct-horse-battery')
    const drip = fault.drip()
    world.server.faults.next(drip, fault.status(401))
    const syncing = world.patiently('sync')
    await drip.begun
    // A minute passes with it, so that the request is given up; what it carried has taken effect.
    expect((await becomes(world, BOB)).code).toBe(0)
    drip.finish()
    expect((await syncing).code).toBe(4)
    expect(world.ledger.entries()).toHaveLength(5)
    expect(world.server.ledger(bob.id).entries()).toEqual([])

    expect((await world.signIn()).code).toBe(0)
    expect((await world.cli('sync')).code).toBe(0)
    expect(world.ledger.entries()).toHaveLength(10)
    expect(world.server.ledger(bob.id).entries()).toEqual([])
  })
})
