import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formerOptions } from '../../src/bridge/moving.js'
import { MINUTE, manualDesk, refusalOf, temporaryFolder } from '../support/agent.js'
import { formerDatabase, TOKEN } from '../support/former-database.js'

const HOUR = 60 * MINUTE

/** A desk on whose computer the former client has worked, where it usually keeps its data. */
async function movedDesk() {
  const home = await temporaryFolder()
  const places = { XDG_DATA_HOME: home, APPDATA: home, LOCALAPPDATA: home, XDG_CONFIG_HOME: home }
  const desk = await manualDesk({ environment: { MEANTIME_AUTO_SYNC: '0', ...places } })
  const from = desk.clock.now() - 4 * HOUR
  const file = formerDatabase(join(home, 'com.balabiturembek.hubnity'), from)
  return { ...desk, file, from, home }
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

const everyFile = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())

test.skipIf(process.platform === 'darwin')('the database is found where the former client keeps it', async () => {
  const { ask, file } = await movedDesk()
  expect(await ask('former')).toMatchObject({ file, places: expect.arrayContaining([file]) })
  expect((await ask('lookAtFormer', {})).file).toBe(file)
})

test('looking tells what is there, what is left out and why, and changes nothing', async () => {
  const { ask, file, from, clock, folder } = await movedDesk()
  const before = hashOf(file)
  const view = await ask('lookAtFormer', { path: file })
  expect(view).toMatchObject({
    file,
    tasks: 7,
    toDeliver: { found: 1, fresh: 1 },
    keptHere: { found: 1, fresh: 1 },
    screenshots: { found: 1, fresh: 1, waiting: 1 },
    work: { from, to: from + 90 * MINUTE, ms: 60 * MINUTE },
    facts: { delivered: 1, withoutEnd: 1, halfDelivered: 0 },
  })
  expect(view.leftOut.map(({ reason, count }) => [reason, count])).toEqual([
    ['unreadable', 1],
    ['still-open', 1],
  ])
  expect(JSON.stringify(view)).not.toContain(TOKEN)
  expect(await ask('entries', { from: 0, to: clock.now() })).toEqual([])
  expect(hashOf(file)).toBe(before)
  expect(everyFile(folder).filter((name) => name.includes('importing'))).toEqual([])
})

test('an import brings it at its own times, queued to be delivered; a second one changes nothing', async () => {
  const { ask, file, from, clock, folder } = await movedDesk()
  const first = await ask('importFormer', { path: file, projects: { 'p-1': 'Website' } })
  expect(first).toEqual({ imported: 2, known: 0, pictures: 1, leftPictures: 0, waitingPictures: 0 })
  const entries = await ask('entries', { from: 0, to: clock.now() })
  expect(
    entries.map(({ description, project, startedAt, endedAt }) => [description, project, startedAt, endedAt]),
  ).toEqual([
    ['Waiting', 'Website', from + 60 * MINUTE, from + 90 * MINUTE],
    ['Delivered', 'Website', from, from + 30 * MINUTE],
  ])
  const waiting = async () => (await ask('tasks', { states: ['pending'] })).map(({ entityType }) => entityType).sort()
  const queued = await waiting()
  expect(queued).toEqual(['screenshot', 'time_entry_start', 'time_entry_stop'])
  const again = await ask('importFormer', { path: file, projects: { 'p-1': 'Website' } })
  expect(again).toMatchObject({ imported: 0, known: 2, pictures: 0 })
  expect(await waiting()).toEqual(queued)
  expect((await ask('lookAtFormer', { path: file })).toDeliver).toEqual({ found: 1, fresh: 0 })
  for (const one of everyFile(folder)) expect(readFileSync(one).includes(TOKEN), one).toBe(false)
})

test('what was never stopped comes when it is asked for, and what the server has is delivered only then', async () => {
  const { ask, file, from, clock } = await movedDesk()
  const view = await ask('lookAtFormer', { path: file, endOpen: true, resend: true, screenshots: false })
  expect(view).toMatchObject({ toDeliver: { found: 3 }, keptHere: { found: 0 }, screenshots: { found: 0 } })
  expect(view.facts).toMatchObject({ endGuessed: 1, delivered: 0, withoutEnd: 0 })
  await ask('importFormer', { path: file, endOpen: true, resend: true, screenshots: false })
  const [running] = await ask('entries', { from: from + 94 * MINUTE, to: clock.now() })
  expect(running).toMatchObject({ description: 'Running', state: 'stopped' })
  expect(await ask('tasks', { states: ['pending'] })).toHaveLength(6)
})

test('the window is told how far it is', async () => {
  const { agent, ask, file, clock } = await movedDesk()
  const told: string[] = []
  agent.notices.on((notice) => notice.kind === 'moving' && told.push(notice.what))
  await ask('importFormer', { path: file })
  clock.advance(1000)
  await ask('state')
  expect(told.at(-1)).toBe('pictures')
})

test('a file that is not there, or of another program, is refused in words that name no command', async () => {
  const { ask, home, folder } = await movedDesk()
  expect(await refusalOf(ask('lookAtFormer', { path: join(home, 'nowhere.db') }))).toBe('HUBNITY_NOT_FOUND')
  expect(await refusalOf(ask('importFormer', { path: join(folder, 'meantime.db') }))).toBe('SOURCE_NOT_HUBNITY')
  const problem = await ask('lookAtFormer', { path: home }).catch((error: { problem: object }) => error.problem)
  expect(JSON.stringify(problem)).not.toContain('meantime import')
})

test('two at once are not begun', async () => {
  const { ask, file } = await movedDesk()
  const both = await Promise.all([ask('importFormer', { path: file }), refusalOf(ask('importFormer', { path: file }))])
  expect(both).toMatchObject([{ imported: 2 }, 'IMPORT_UNDER_WAY'])
})

test('options left out are the careful ones', () => {
  expect(formerOptions.parse({})).toEqual({
    endOpen: false,
    dayTotals: false,
    resend: false,
    screenshots: true,
    projects: {},
  })
})
