import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEntry } from '@meantime/testkit/older-server'
import { expect, it, onTestFinished } from 'vitest'
import { FORMER_TOKEN, formerDatabase } from './support/former-database.js'
import { HubnityWorld } from './support/hubnity-world.js'
import { MockedWorld } from './support/mocked-world.js'
import { filesBelow } from './support/real-world.js'

const HOUR = 3_600_000

/** No token in what was sent, printed or written; the former client's own file is outside of the data folder. */
function checkNoToken(world: MockedWorld | HubnityWorld, requests: unknown): void {
  expect(JSON.stringify(requests)).not.toContain(FORMER_TOKEN)
  expect(world.printed).not.toContain(FORMER_TOKEN)
  for (const { path, bytes } of filesBelow(world.folder)) expect(bytes.includes(FORMER_TOKEN), path).toBe(false)
}

it('who keeps their server: what waited arrives once, and what runs there ends as it ended here', async () => {
  const world = new HubnityWorld()
  const { older, user, project, clock } = world
  const from = clock.now() - 5 * HOUR
  // The former client had begun this one online, and then there was no network.
  const { id } = createEntry(older.books, user, {
    userId: user.id,
    projectId: project.id,
    description: 'Begun online',
    startTime: new Date(from).toISOString(),
  })
  const file = formerDatabase(formersFolder(), {
    from,
    remoteId: id,
    projectId: project.id,
    userId: user.id,
  })
  await world.signIn()
  expect((await world.cli('import', 'hubnity', file, '--yes')).code).toBe(0)
  expect((await world.cli('sync')).code).toBe(0)
  expect((await world.cli('import', 'hubnity', file, '--yes')).stdout).toContain('There is nothing new to import.')
  expect((await world.cli('sync')).code).toBe(0)

  expect(world.rows).toHaveLength(2)
  expect(world.rows).toMatchObject([
    { id, description: 'Begun online', status: 'STOPPED', startTime: from, endTime: from + HOUR, duration: 3600 },
    { description: 'Offline', status: 'STOPPED', startTime: from + 2 * HOUR, duration: 5400 },
  ])
  expect(older.tables.screenshots.map(({ timeEntryId }) => timeEntryId)).toEqual([world.rows[1]?.id])
  checkNoToken(
    world,
    older.requests.map(({ body, path }) => [path, body]),
  )
})

it('who moves to a Meantime server: both arrive whole, once', async () => {
  const world = new MockedWorld()
  const from = world.clock.now() - 5 * HOUR
  const file = formerDatabase(formersFolder(), { from, remoteId: '6c1d4a52-1f0e-4b7a-9a41-0e5f6a7b8c9d' })
  await world.signIn()
  expect((await world.cli('import', 'hubnity', file, '--yes', '--no-sync')).code).toBe(0)
  expect((await world.cli('sync')).code).toBe(0)

  expect(world.ledger.entries()).toMatchObject([
    { description: 'Begun online', state: 'stopped', segments: [{ from, to: from + HOUR }] },
    { description: 'Offline', state: 'stopped', segments: [{ from: from + 2 * HOUR }, { to: from + 4 * HOUR }] },
  ])
  checkNoToken(world, world.server.requests)
})

/** Outside of our data folder, as the former client's is. */
function formersFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meantime-former-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
