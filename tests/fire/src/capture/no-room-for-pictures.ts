import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type App,
  BLOB_STORE,
  isMeantimeError,
  LOCAL_ACCOUNT,
  NEW_ID,
  SHOT_KEEPER,
  SHOT_LEDGER,
  type TaskId,
  TIME_TRACKER,
  UPLOAD_LEDGER,
} from '@meantime/core'
import { mountRoom, type Room } from '../disk-full/room.js'
import { must } from '../model/violation.js'
import { openCamera } from './camera.js'
import { pictureOf } from './drawn.js'
import type { Scenario } from './scenario.js'

/** Blocks of 4 KiB; a picture needs about 20 and an event a few. */
const ROOM = [0, 1, 2, 3, 5, 8, 12, 15, 18, 20, 22, 25, 30, 35, 40, 50, 60]
const ENOUGH_FOR_EVENTS = 15
const RESERVE = 16 * 4096

export const noRoomScenarios: readonly Scenario[] = [
  {
    title: 'A full disk while a picture is written: the error says so, nothing half is left, and tracking goes on',
    screens: 0,
    async run() {
      const room = mountRoom()
      // Only root can mount a small file system; that each write may fail is under test in packages/spool as well.
      if (room === undefined) return
      try {
        await workThrough(room)
      } finally {
        room.close()
      }
    },
  },
]

async function workThrough(room: Room): Promise<void> {
  const [data, template] = [join(room.folder, 'data'), join(room.folder, 'template')]
  await withCamera(template, async (app) => {
    await app.get(TIME_TRACKER).start({ description: 'Work' })
    await keep(app, 1)
  })
  let refused = 0
  for (const fresh of [false, true])
    for (const blocks of ROOM) {
      rmSync(data, { recursive: true, force: true })
      cpSync(template, data, { recursive: true })
      // Without a key there is one more file to be written first.
      if (fresh) for (const name of ['spool', 'picture-key.1.json']) rmSync(join(data, name), { recursive: true })
      refused += await squeeze(room, data, blocks)
    }
  must(refused > ROOM.length / 2, `only ${refused} pictures found no room`)
}

async function squeeze(room: Room, data: string, blocks: number): Promise<number> {
  let kept: unknown
  await withCamera(data, async (app) => {
    const tracker = app.get(TIME_TRACKER)
    room.leave(blocks)
    kept = await keep(app, 2).catch((error: unknown) => error)
    if (isMeantimeError(kept)) must(/disk is full/.test(kept.message), `with room for ${blocks}: ${kept.message}`)
    else must(kept === undefined, `with room for ${blocks}: ${String(kept)}`)
    const worked = await tracker.pause().then(
      () => undefined,
      (error: unknown) => error,
    )
    must(
      worked === undefined || blocks < ENOUGH_FOR_EVENTS,
      `tracking stopped with room for ${blocks}: ${String(worked)}`,
    )
    must(worked === undefined || isMeantimeError(worked, 'DISK_FULL'), `with room for ${blocks}: ${String(worked)}`)
    room.free()
    await (worked === undefined ? tracker.resume() : tracker.pause())
    await keep(app, 3)
  })
  await withCamera(data, mustAgree)
  return kept === undefined ? 0 : 1
}

async function mustAgree(app: App): Promise<void> {
  await app.get(SHOT_KEEPER).sweep()
  const shots = await app.get(SHOT_LEDGER).list({ account: LOCAL_ACCOUNT, states: ['held'] })
  const states = await Promise.all(shots.map(({ picture }) => picture && app.get(BLOB_STORE).check(picture)))
  // Those of the template, whose files and key were taken away, are the only ones that may be missing.
  must(
    states.every((state, at) => state === 'sound' || (state === 'missing' && at === states.length - 1)),
    `pictures are ${states.join(', ')}`,
  )
  must((await app.get(UPLOAD_LEDGER).inUse()).size <= states.length, 'more files are named than there are pictures')
}

async function keep(app: App, seed: number): Promise<void> {
  const { bytes, ...facts } = await pictureOf(seed)
  const entry = await app.get(TIME_TRACKER).current()
  if (entry === undefined) throw new Error('no entry is open')
  const now = Date.now()
  const shot = { id: app.get(NEW_ID)() as TaskId, account: LOCAL_ACCOUNT, entryId: entry.id, takenAt: now }
  await app.get(SHOT_KEEPER).keep({ ...shot, holdUntil: now + 3_600_000 }, bytes, facts)
}

async function withCamera(folder: string, work: (app: App) => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const app = openCamera({ folder, graceMs: -1, reserveBytes: RESERVE })
  await app.start(SHOT_KEEPER, SHOT_LEDGER, TIME_TRACKER, UPLOAD_LEDGER, BLOB_STORE)
  try {
    await work(app)
  } finally {
    await app.stop()
  }
}
