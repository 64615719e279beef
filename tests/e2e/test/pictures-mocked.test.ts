import { createHash } from 'node:crypto'
import { compose } from '@meantime/cli'
import { CLOCK, type EntryId, override, PROFILES, SCREENSHOT_OUTBOX } from '@meantime/core'
import { PATHS, TEMPLATES } from '@meantime/protocol'
import { dataPaths } from '@meantime/settings'
import { fault } from '@meantime/testkit'
import { describe, expect, it } from 'vitest'
import { MockedWorld, SERVER } from './support/mocked-world.js'

const TIMEOUT_MS = 300_000
/** As many at a time as a few busy programs would hand over. */
const TOGETHER = 50

const picture = (n: number) =>
  new Uint8Array(Buffer.from(`\x89PNG picture ${n} ${'of a screen '.repeat(20)}`, 'latin1'))
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Screenshots of the open entry, taken as a capture source does, through the command line's own composition. */
async function shoot(world: MockedWorld, contents: readonly Uint8Array[]): Promise<void> {
  const { entry } = (await world.json('status')) as { entry: { id: EntryId } }
  const overrides = [override(CLOCK, () => world.clock)]
  const app = await compose({ paths: dataPaths(world.folder), server: SERVER, tokenStore: 'file', overrides })
  await app.start(SCREENSHOT_OUTBOX, PROFILES)
  try {
    const outbox = app.get(SCREENSHOT_OUTBOX)
    const shot = { entryId: entry.id, takenAt: world.clock.now(), mediaType: 'image/png' } as const
    for (let from = 0; from < contents.length; from += TOGETHER)
      await Promise.all(contents.slice(from, from + TOGETHER).map((bytes) => outbox.add({ ...shot, bytes })))
  } finally {
    await app.stop()
  }
}

async function working(contents: readonly Uint8Array[]): Promise<MockedWorld> {
  const world = new MockedWorld()
  expect((await world.signIn()).code).toBe(0)
  expect((await world.cli('start', 'Pictures')).code).toBe(0)
  await shoot(world, contents)
  return world
}

const arrived = (world: MockedWorld) => world.ledger.screenshots().map(({ sha256 }) => sha256)
const uploadRequests = (world: MockedWorld) =>
  world.server.requests.filter(({ path }) => path.startsWith(PATHS.uploads)).map(({ method }) => method)

function expectPicturesAt(world: MockedWorld, contents: readonly Uint8Array[]): void {
  expect(arrived(world).toSorted()).toEqual(contents.map(hashOf).toSorted())
  for (const bytes of contents)
    expect(Buffer.from(world.server.uploads.picture(world.account.id, hashOf(bytes)) ?? [])).toEqual(Buffer.from(bytes))
}

describe('work that matters', () => {
  it(
    'is delivered before the first picture when it arrives behind 5 000 screenshots; then all of them arrive',
    async () => {
      // A screen that does not change makes many screenshots of one picture.
      const contents = Array.from({ length: 5000 }, (_, n) => picture(n % 250))
      const world = await working(contents)
      await world.cli('switch', 'Matters')
      await world.cli('pause')
      await world.cli('stop')

      const drip = fault.drip()
      world.server.faults.next(drip)
      const syncing = world.cli('sync')
      await drip.begun
      // The first answer is on its way.
      expect(world.ledger.entries().map(({ description, state }) => [description, state])).toEqual([
        ['Pictures', 'stopped'],
        ['Matters', 'stopped'],
      ])
      expect(uploadRequests(world)).toEqual([])
      drip.finish()
      expect((await syncing).code).toBe(0)

      expect(world.server.uploads.count).toBe(250)
      expectPicturesAt(world, contents)
      expect(await world.json('status')).toMatchObject({
        queue: { waiting: 0, parked: 0, dropped: 0, delivered: 5005 },
      })
    },
    TIMEOUT_MS,
  )
})

describe('pictures', () => {
  it('recorded offline arrive when the network is back, each once', async () => {
    const contents = [picture(1), picture(2), picture(1)]
    const world = await working(contents)
    world.server.faults.offline = true
    expect((await world.patiently('sync')).code).toBe(5)
    world.server.faults.offline = false
    expect((await world.cli('sync')).code).toBe(0)
    expectPicturesAt(world, contents)
  })

  it('whose answer is lost in the middle go on where the server is', async () => {
    const world = await working([picture(1)])
    world.server.faults.nextAt(TEMPLATES.upload, fault.applyThenReset)
    await world.patiently('sync')
    await world.cli('sync')
    expectPicturesAt(world, [picture(1)])
    expect(uploadRequests(world)).toEqual(['POST', 'PATCH', 'HEAD'])
  })

  it('during which the token expires cost one refresh, and none is lost', async () => {
    const contents = Array.from({ length: 6 }, (_, n) => picture(n))
    const world = await working(contents)
    world.server.faults.nextAt(PATHS.uploads, fault.pass, fault.status(401))
    expect((await world.cli('sync')).code).toBe(0)
    expectPicturesAt(world, contents)
    expect(world.server.requests.filter(({ path }) => path === PATHS.refresh)).toHaveLength(1)
  })

  it('of which a firewall in between refuses one: it waits alone, the others arrive', async () => {
    const contents = [picture(1), picture(2), picture(3)]
    const world = await working(contents)
    world.server.faults.nextAt(PATHS.uploads, fault.status(403, { body: 'page' }))
    await world.cli('sync')
    expect(arrived(world)).toHaveLength(2)
    expect((await world.cli('sync')).code).toBe(0)
    expectPicturesAt(world, contents)
  })

  it('that the server has lost before their screenshots came are brought again', async () => {
    const world = await working([picture(1)])
    expect((await world.cli('sync')).code).toBe(0)
    await shoot(world, [picture(2)])
    const drip = fault.drip()
    world.server.faults.nextAt(TEMPLATES.upload, drip)
    const syncing = world.cli('sync')
    await drip.begun
    world.server.uploads.losePictures()
    drip.finish()
    await syncing
    await world.cli('sync')
    expect(arrived(world)).toEqual([picture(1), picture(2)].map(hashOf))
    expect(world.server.uploads.count).toBe(1)
  })

  it('of an upload that the server forgot begin anew; a sick server parks none', async () => {
    const contents = [picture(1), picture(2)]
    const world = await working(contents)
    world.server.faults.nextAt(TEMPLATES.upload, fault.status(503), fault.status(500), fault.reset)
    await world.patiently('sync')
    world.server.uploads.expire()
    await world.cli('sync')
    await world.cli('sync')
    expectPicturesAt(world, contents)
    expect(await world.json('status')).toMatchObject({ queue: { waiting: 0, parked: 0 } })
  })
})
