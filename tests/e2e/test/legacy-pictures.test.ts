import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { queueReport } from '@meantime/queue-sqlite'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { filesBelow, RealWorld } from './support/real-world.js'

const PICTURES = 12
const STARTED = Date.UTC(2026, 0, 5, 8) / 1000
const TIMEOUT_MS = 60_000

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
  mkdirSync(world.client, { recursive: true })
  const database = new Database(join(world.client, 'meantime.db'))
  database.pragma('journal_mode = WAL')
  database.exec(`CREATE TABLE sync_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, entity_type TEXT NOT NULL,
    payload TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending', retry_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, last_retry_at INTEGER)`)
  const insert = database.prepare('INSERT INTO sync_queue (entity_type, payload, created_at) VALUES (?, ?, ?)')
  const row = (type: string, payload: object, at: number) => insert.run(type, JSON.stringify(payload), STARTED + at)
  row('time_entry_start', { projectId: 'p-1', userId: 'u-1', description: 'Old work' }, 0)
  const shot = (base64: string, at: number) => {
    const imageData = `data:image/jpeg;base64,${base64}`
    row('screenshot', { imageData, timeEntryId: 'temp-1', accessToken: 'old-access-token-4f1c' }, at)
  }
  for (const [n, picture] of pictures.entries()) shot(picture.toString('base64'), 300 * (n + 1))
  shot('this is no picture', 3900)
  row('time_entry_stop', { id: 'temp-1' }, 4000)
  database.close()
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
      expect(bytes.includes('old-access-token-4f1c'), path).toBe(false)
      for (const picture of pictures) expect(bytes.includes(picture.toString('base64', 0, 3000)), path).toBe(false)
    }
  },
  TIMEOUT_MS,
)
