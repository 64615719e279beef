import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/folder.js'
import { meantime } from './support/real-process.js'

describe('the built command line', () => {
  test('records in one process what another one shows', async () => {
    const folder = await temporaryFolder()
    expect(await meantime(folder, ['start', 'real', 'work'])).toMatchObject({ code: 0 })
    const { stdout, stderr } = await meantime(folder, ['status', '--json'])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ entry: { description: 'real work', state: 'running' } })
  })

  test('of two that start at the same instant exactly one wins, and the other says why', async () => {
    const folder = await temporaryFolder()
    await meantime(folder, ['status'])
    const runs = await Promise.all(['a', 'b'].map((name) => meantime(folder, ['start', name, '--json'])))
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 3])
    const winner = JSON.parse(runs.find(({ code }) => code === 0)?.stdout ?? '')
    const { stdout } = await meantime(folder, ['status', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ entry: { id: winner.entry.id }, queue: { waiting: 1 } })
  })

  test('two that make the same new folder at once both record', async () => {
    const folder = await temporaryFolder()
    const runs = await Promise.all(['a', 'b'].map((name) => meantime(folder, ['switch', name])))
    expect(runs.map(({ code }) => code)).toEqual([0, 0])
    const { stdout } = await meantime(folder, ['log', '--json'])
    expect(JSON.parse(stdout).days[0].entries).toHaveLength(2)
  })

  test('a description of 5 MB on stdin is refused at once, and nothing is recorded', async () => {
    const folder = await temporaryFolder()
    const { code, stderr } = await meantime(folder, ['start', '-', '--json'], { input: 'x'.repeat(5_000_000) })
    expect([code, JSON.parse(stderr).error.code]).toEqual([2, 'TEXT_TOO_LONG'])
    expect(JSON.parse((await meantime(folder, ['status', '--json'])).stdout).entry).toBeNull()
  })

  test('--verbose logs JSON lines on stderr and leaves stdout alone', async () => {
    const folder = await temporaryFolder()
    const { stdout, stderr } = await meantime(folder, ['status', '--json', '--verbose'])
    expect(() => JSON.parse(stdout)).not.toThrow()
    for (const line of stderr.split('\n').filter(Boolean)) expect(JSON.parse(line)).toHaveProperty('msg')
  })
})

describe('a data folder that cannot be used', () => {
  const refusedIn = async (folder: string, argv = ['start', 'x']) => {
    const { code, stdout, stderr } = await meantime(folder, argv)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).not.toMatch(/\bat .*\.js:\d/)
    return { code, stderr }
  }

  test('because a file is in its place', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, 'mine')
    expect(await refusedIn(file)).toMatchObject({ code: 1, stderr: expect.stringContaining('not a folder') })
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  test('because the folder above it is missing', async () => {
    expect(await refusedIn(join(await temporaryFolder(), 'not-mounted', 'data'))).toMatchObject({ code: 1 })
  })

  test('because a folder is in the place of the database', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'meantime.db', 'full'), { recursive: true })
    expect(await refusedIn(folder)).toMatchObject({ code: 1 })
  })

  test('because its settings are no JSON', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'settings.json'), '{ "autoSync": maybe }')
    expect(await refusedIn(folder)).toMatchObject({ code: 1, stderr: expect.stringContaining('settings.json') })
  })

  test('because a newer version wrote the database, which stays as it is', async () => {
    const folder = await temporaryFolder()
    await meantime(folder, ['start', 'x'])
    const database = new Database(join(folder, 'meantime.db'))
    database.pragma('user_version = 9999')
    database.close()
    const { code, stderr } = await refusedIn(folder, ['stop'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/newer version/i)
    const after = new Database(join(folder, 'meantime.db'), { readonly: true })
    expect(after.pragma('user_version', { simple: true })).toBe(9999)
    after.close()
  })
})

test('garbage in the place of the database is set aside and told, and recording goes on', async () => {
  const folder = await temporaryFolder()
  const garbage = 'this is no database '.repeat(500)
  await writeFile(join(folder, 'meantime.db'), garbage)
  expect(await meantime(folder, ['start', 'x'])).toMatchObject({ code: 0 })
  const { stdout } = await meantime(folder, ['status'])
  expect(stdout).toContain('The database was damaged')
  expect(stdout).toContain('No recorded event could be read')
  const { notices } = JSON.parse((await meantime(folder, ['status', '--json'])).stdout)
  expect(await readdir(folder)).toContain(notices.recovered.file)
  expect(await readFile(join(folder, notices.recovered.file), 'utf8')).toBe(garbage)
})
