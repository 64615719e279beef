import { compose } from '@meantime/cli'
import { CLOCK, isQueueFullError, override, PROFILES, TASK_QUEUE, type TaskId, type TaskQueue } from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import { fault, sequentialIds } from '@meantime/testkit'
import { describe, expect, it } from 'vitest'
import { MockedWorld } from './support/mocked-world.js'

const TIMEOUT_MS = 300_000
const CAPACITY = 10_000

interface ListedTask {
  readonly id: string
  readonly type: string
  readonly state: string
  readonly reason: { readonly code: string } | null
}

const tasks = async (world: MockedWorld) => (await world.json('queue', 'list')).tasks as ListedTask[]
const delivered = (world: MockedWorld) => world.ledger.entries().map(({ description }) => description)

/** Somebody signed in, and as many finished entries, recorded and not delivered. */
async function recorded(entries: number): Promise<MockedWorld> {
  const world = new MockedWorld()
  expect((await world.signIn()).code).toBe(0)
  for (let n = 1; n <= entries; n += 1) {
    expect((await world.cli('start', `Entry ${n}`)).code).toBe(0)
    expect((await world.cli('stop')).code).toBe(0)
  }
  return world
}

/** The queue as a capture source meets it, through the command line's own composition. */
async function withQueue(
  world: MockedWorld,
  work: (queue: TaskQueue, enqueue: (entityType: 'screenshot' | 'activity') => Promise<TaskId>) => Promise<void>,
): Promise<void> {
  const overrides = [override(CLOCK, () => world.clock)]
  const app = await compose({ paths: dataPaths(world.folder), overrides })
  await app.start(TASK_QUEUE, PROFILES)
  const [queue, profile] = [app.get(TASK_QUEUE), app.get(PROFILES).current()]
  if (profile === undefined) throw new Error('Nobody is signed in.')
  const newId = sequentialIds(world.clock, 0x777)
  try {
    await work(queue, async (entityType) => {
      const id = newId() as TaskId
      await queue.enqueue({ id, account: profile.accountId, entityType, payload: { sample: id } })
      return id
    })
  } finally {
    await app.stop()
  }
}

describe('an item that makes the server fail', () => {
  it('is soon alone and waits; everything else arrives in the same run, and the item when the server is mended', async () => {
    const world = await recorded(6)
    const [, , poison] = await tasks(world)
    world.server.faults.poison([poison?.id ?? ''], fault.status(500))

    await world.patiently('sync')
    expect(delivered(world)).toEqual(['Entry 1', 'Entry 3', 'Entry 4', 'Entry 5', 'Entry 6'])
    const left = await tasks(world)
    expect(left.map(({ state }) => state)).toEqual(['pending', 'pending'])
    expect(left[0]?.reason?.code).toBe('SERVER_ERROR')

    world.server.faults.clear()
    expect((await world.cli('sync')).code).toBe(0)
    expect(delivered(world)).toContain('Entry 2')
    expect(world.server.effects(poison?.id ?? '')).toBe(1)
  })

  it('or that a firewall in between does not let through, blocks nobody and is not parked', async () => {
    const world = await recorded(6)
    const [first] = await tasks(world)
    world.server.faults.poison([first?.id ?? ''], fault.status(403, { body: 'page' }))

    await world.patiently('sync')
    expect(delivered(world)).toEqual(['Entry 2', 'Entry 3', 'Entry 4', 'Entry 5', 'Entry 6'])
    const left = await tasks(world)
    expect(left.map(({ state }) => state)).toEqual(['pending', 'pending'])
    expect(left[0]?.reason?.code).toBe('NOT_A_MEANTIME_SERVER')

    world.server.faults.clear()
    expect((await world.cli('sync')).code).toBe(0)
    expect(delivered(world)).toContain('Entry 1')
  })

  it('is found among 200 others', async () => {
    const world = await recorded(3)
    const [, , poison] = await tasks(world)
    for (let n = 0; n < 100; n += 1) {
      await world.cli('start', `More ${n}`)
      await world.cli('stop')
    }
    world.server.faults.poison([poison?.id ?? ''], fault.status(500))
    await world.patiently('sync')
    expect(delivered(world)).toHaveLength(102)
    expect(await tasks(world)).toHaveLength(2)
  })
})

describe('an envelope that is refused', () => {
  it.each([400, 422, 413])('(%d) is taken apart until the one bad item is parked, alone', async (status) => {
    const world = await recorded(6)
    const [, , , , bad] = await tasks(world)
    world.server.faults.poison([bad?.id ?? ''], fault.status(status))

    expect((await world.cli('sync')).code).toBe(6)
    expect(delivered(world)).toEqual(['Entry 1', 'Entry 2', 'Entry 4', 'Entry 5', 'Entry 6'])
    const left = await tasks(world)
    expect(left.map(({ id, state }) => [id === bad?.id, state])).toEqual([
      [true, 'dead'],
      [false, 'pending'],
    ])

    world.server.faults.clear()
    await world.cli('queue', 'retry')
    expect((await world.cli('sync')).code).toBe(0)
    expect(delivered(world)).toHaveLength(6)
    expect(world.server.effects(bad?.id ?? '')).toBe(1)
  })

  it('by a page of some box in between parks nothing', async () => {
    const world = await recorded(3)
    world.server.faults.htmlNext(100, 422)
    expect((await world.patiently('sync')).code).toBe(5)
    expect((await tasks(world)).map(({ state }) => state)).toEqual(Array(6).fill('pending'))
    world.server.faults.clear()
    expect((await world.cli('sync')).code).toBe(0)
  })
})

describe('work that matters', () => {
  it(
    'makes room in a full queue: the oldest samples go, are counted and shown; a new sample is refused',
    async () => {
      const world = new MockedWorld()
      await world.signIn()
      const samples: TaskId[] = []
      await withQueue(world, async (queue, enqueue) => {
        samples.push(...(await Promise.all(Array.from({ length: CAPACITY }, () => enqueue('activity')))))
        const refused = await enqueue('screenshot').catch((error: unknown) => error)
        expect(isQueueFullError(refused)).toBe(true)
        expect((await queue.counts()).pending).toBe(CAPACITY)
      })

      expect((await world.cli('start', 'Matters')).code).toBe(0)
      expect((await world.cli('stop')).code).toBe(0)
      await withQueue(world, async (queue) => {
        expect(await Promise.all(samples.slice(0, 3).map((id) => queue.task(id)))).toEqual([
          undefined,
          undefined,
          expect.objectContaining({ state: 'pending' }),
        ])
        expect(await queue.counts()).toMatchObject({ pending: CAPACITY, dropped: 2 })
      })
      expect((await world.cli('status')).stdout).toMatch(/10000 waiting, 0 parked, 2 dropped/)
      expect(await world.json('status')).toMatchObject({ queue: { waiting: CAPACITY, dropped: 2 } })

      await world.cli('sync')
      expect(delivered(world)).toEqual(['Matters'])
      expect(await world.json('status')).toMatchObject({ queue: { dropped: 2 } })
    },
    TIMEOUT_MS,
  )
})
