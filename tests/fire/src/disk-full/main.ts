import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { token } from '@meantime/core'
import type Database from 'better-sqlite3'
import { conclude, numbersFromArgs } from '../figures.js'
import { closeWhileFull, type Disk, freshFolder, type Outcome, openWhileFull, workThrough } from './acts.js'
import { Facts } from './facts.js'
import { mountRoom, type Room } from './room.js'
import { scenario } from './scenario.js'
import { databaseIn, openWorld, type World } from './world.js'

interface OpenFile {
  read<T>(work: (connection: { database: Database.Database }) => T): Promise<T>
}
const SQLITE_FILE = token<OpenFile>('meantime.queue-sqlite.SqliteFile')

/** `step` blocks between two amounts of room, `most` of them (0: as many as matter); `mount 0`: by max_page_count. */
const { most, step, mount } = numbersFromArgs({ most: 0, step: 1, mount: 1 })
const write = (text: string) => process.stdout.write(text)
const totals = { runs: 0, refused: 0, acknowledged: 0, violations: 0 }
const refusedKinds = new Set<string>()

const room = mount > 0 ? mountRoom() : undefined
if (room) {
  write('A disk that is full: a small file system in memory\n')
  try {
    await onRealDisk(room)
  } finally {
    room.close()
  }
} else {
  write('A disk that is full: by SQLite’s max_page_count, because no small file system can be mounted here\n')
  await byPageCount()
}
conclude(
  'disk-full',
  `${totals.runs} amounts of room, ${totals.refused} writes refused (${refusedKinds.size} kinds), ${totals.acknowledged} acknowledged`,
  totals.violations,
)

async function onRealDisk(disk: Room): Promise<void> {
  const sound = await template(disk.folder, 'sound')
  const damaged = join(disk.folder, 'damaged')
  cpSync(sound, damaged, { recursive: true })
  damage(databaseIn(damaged))
  const filled = (blocks: number, files?: number): Disk => ({
    fill: async () => disk.leave(blocks, files),
    free: async () => disk.free(),
  })
  const fresh = (from?: string) => freshFolder(disk.folder, from)
  await all('work, blocks', 130, (n) => workThrough(fresh(sound), () => filled(n)))
  await all('work, files', 8, (n) => workThrough(fresh(sound), () => filled(500, n)))
  await all('close', 40, (n) => closeWhileFull(fresh(sound), filled(n)))
  await all('open', 30, (n) => openWhileFull(fresh(sound), filled(n), false))
  await all('open, files', 8, (n) => openWhileFull(fresh(sound), filled(500, n), false))
  await all('begin', 90, (n) => openWhileFull(fresh(), filled(n), false))
  await all('begin, files', 10, (n) => openWhileFull(fresh(), filled(500, n), false))
  await all('recover', 130, (n) => openWhileFull(fresh(damaged), filled(n), true))
  await all('recover, files', 10, (n) => openWhileFull(fresh(damaged), filled(500, n), true))
}

async function byPageCount(): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), 'meantime-full-'))
  try {
    const sound = await template(parent, 'sound')
    await all('work', 60, (n) => workThrough(freshFolder(parent, sound), (world) => limitedPages(world, n)))
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

function limitedPages({ app }: World, more: number): Disk {
  const limit = (pages: (now: number) => number) =>
    app.get(SQLITE_FILE).read(({ database }) => {
      const now = Number(database.pragma('page_count', { simple: true }))
      database.pragma(`max_page_count = ${pages(now)}`)
    })
  return { fill: () => limit((now) => now + more), free: () => limit(() => 1_000_000) }
}

async function all(name: string, blocks: number, act: (n: number) => Promise<Outcome>): Promise<void> {
  const last = most > 0 ? Math.min(most, blocks) : blocks
  for (let n = 0; n <= last; n += Math.max(1, step)) {
    const { refused, acknowledged, broken } = await act(n)
    totals.runs += 1
    totals.refused += refused.length
    totals.acknowledged += acknowledged
    totals.violations += broken.length > 0 ? 1 : 0
    for (const kind of refused) refusedKinds.add(kind)
    if (process.stdout.isTTY) write(`\r${name}: ${n} of ${last}   `)
    if (broken.length > 0)
      write(
        `\n${name}, room for ${n}:\n${broken
          .slice(0, 5)
          .map((what) => `  ${what}\n`)
          .join('')}`,
      )
  }
}

/** A data folder with some work in it, closed. */
async function template(parent: string, name: string): Promise<string> {
  const folder = join(parent, name)
  mkdirSync(folder, { mode: 0o700 })
  const world = await openWorld(folder)
  for (let n = 0; n < 5; n += 1)
    for (const { do: write } of scenario(world, new Facts(), `template ${n}`)) await write()
  await world.app.stop()
  return folder
}

/** A page of an index in the middle: everything can be salvaged, and nothing be used. */
function damage(file: string): void {
  const bytes = readFileSync(file)
  bytes.fill(0, 16, 100)
  writeFileSync(file, bytes)
}
