import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { queueReport } from '@meantime/queue-sqlite'
import { legacyDatabase, shot, start, step } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { filesBelow, RealWorld } from './support/real-world.js'

const PICTURES = 12
const STARTED = Date.UTC(2026, 0, 5, 8) / 1000
const TOKEN = 'old-access-token-4f1c'
const TIMEOUT_MS = 300_000

let world: RealWorld
beforeEach(async () => {
  world = new RealWorld()
  await world.serverUp()
})
afterEach(() => world.end())

const jpeg = () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(60_000)])
const hashes = (pictures: readonly Buffer[]) =>
  pictures.map((picture) => createHash('sha256').update(picture).digest('hex')).sort()

/** What the former app leaves behind: an entry with a picture each five minutes, and one that is none. */
function placeOldQueue(): Buffer[] {
  const pictures = Array.from({ length: PICTURES }, jpeg)
  const shown = (content: string | Buffer, seconds: number) => ({
    ...shot('temp-1', content, { accessToken: TOKEN }),
    created_at: STARTED + seconds,
  })
  const rows = [
    start('Old work'),
    ...pictures.map((picture, n) => shown(picture, 300 * (n + 1))),
    shown('this is no picture', 3900),
    { ...step('stop'), created_at: STARTED + 4000 },
  ]
  mkdirSync(world.client, { recursive: true })
  const file = join(world.client, 'meantime.db')
  legacyDatabase(new Database(file), { schema: 'oldest', strict: true, rows, from: STARTED }).close()
  return pictures
}

const atServer = () =>
  filesBelow(join(world.serverData, 'pictures')).map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'))

it(
  'pictures of the former app arrive byte for byte, and what is no picture is reported and blocks nothing',
  async () => {
    const pictures = placeOldQueue()
    // Takes the queue over, and has no place for pictures.
    const status = await world.cli('status')
    expect(status.stdout).toMatch(/14 waiting things of the former app were taken over; 1 could not be read/)
    expect((await world.signUp()).exitCode).toBe(0)
    const sync = await world.cli('sync')
    expect(sync.exitCode, sync.stderr).toBe(0)
    expect(atServer().sort()).toEqual(hashes(pictures))
    const { totals } = await queueReport(join(world.client, 'meantime.db'))
    expect(totals).toMatchObject({ recorded: 14, delivered: 14, queued: 0, parked: 0, dropped: 0 })
    expect(await world.ledger()).toMatchObject({ recorded: 2, delivered: 2, lost: [] })
    const again = await world.cli('sync')
    expect(again.stdout).toContain('Everything is delivered already.')
    for (const { path, bytes } of filesBelow(world.client)) {
      expect(bytes.includes(TOKEN), path).toBe(false)
      for (const picture of pictures) expect(bytes.includes(picture.toString('base64', 0, 3000)), path).toBe(false)
    }
  },
  TIMEOUT_MS,
)
