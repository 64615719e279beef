import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type AccountId, type EntryId, type EventId, STATE_STORE } from '@meantime/core'
import Database from 'better-sqlite3'
import { RECOVERED, type RecoveredNotice } from '../../src/index.js'
import { openForTest, tempFolder } from './open-app.js'

export const ANN = 'ann' as AccountId
export const PAGE = 4096

export type World = Awaited<ReturnType<typeof openForTest>>

export async function toggle({ journal, newId, clock }: World, description = ''): Promise<string> {
  clock.advance(60_000)
  const { events } = await journal.record(ANN, ({ open }) => {
    const fields = { id: newId() as EventId, occurredAt: clock.now() }
    if (open) return [{ ...fields, entryId: open.id, type: 'stop' }]
    return [{ ...fields, entryId: newId() as EntryId, type: 'start', description, project: null }]
  })
  return events[0]?.id ?? ''
}

export const noticeOf = (world: World) => world.app.get(STATE_STORE).get<RecoveredNotice>(RECOVERED)
export const asideIn = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name.includes('.corrupt-') && !/-(wal|shm)$/.test(name))
export const eventIds = (world: World) =>
  world.file.read((connection) =>
    connection
      .sql<{ id: string }>('SELECT id FROM events ORDER BY seq')
      .all()
      .map(({ id }) => id),
  )

/** A closed database with `count` events, of which the first `sent` were delivered. */
export async function closedFile({ count = 40, sent = 0 }: { count?: number; sent?: number } = {}) {
  const file = join(tempFolder(), 'a.db')
  const world = await openForTest({ file })
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) ids.push(await toggle(world, `Work ${n} ${'x'.repeat(300)}`))
  const lease = sent > 0 ? await world.queue.claim({ account: ANN, limit: sent }) : undefined
  if (lease)
    await world.queue.settle(
      lease.token,
      lease.tasks.map(({ id }) => ({ id, result: 'sent' })),
    )
  await world.app.stop()
  return { file, ids, clock: world.clock, newId: world.newId }
}

export function change(file: string, edit: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file)
  edit(bytes)
  writeFileSync(file, bytes)
}

/** Numbers, from 1, of the pages that hold rows of a table. */
export function leavesOf(file: string, table: string): number[] {
  const database = new Database(file, { readonly: true })
  const rows = database
    .prepare<[string], { pageno: number }>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'")
    .all(table)
  database.close()
  return rows.map(({ pageno }) => pageno)
}

export const wipe = (file: string, page: number) =>
  change(file, (bytes) => void bytes.fill(0, (page - 1) * PAGE, page * PAGE))
