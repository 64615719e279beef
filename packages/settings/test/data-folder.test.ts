import { access, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { homeFolder } from '../src/home-folder.js'
import { dataPaths, type FolderDisk, type Origin, prepareDataFolder, resolveDataFolder } from '../src/index.js'
import { systemDataFolder } from '../src/system-folder.js'
import { rejection, temporaryFolder } from './temp-folder.js'

const folder = (value: string, origin: Origin = 'flag') => ({ value, origin, source: origin })

describe('which folder it is', () => {
  test('the flag wins over the variable, the variable over the place the system keeps data', () => {
    const environment = { MEANTIME_DATA_DIR: resolve('/data/variable') }
    expect(resolveDataFolder({ flag: resolve('/data/flag'), environment })).toEqual({
      value: resolve('/data/flag'),
      origin: 'flag',
      source: '--data-dir',
    })
    expect(resolveDataFolder({ environment })).toEqual({
      value: resolve('/data/variable'),
      origin: 'environment',
      source: 'MEANTIME_DATA_DIR',
    })
    const fallback = resolveDataFolder({ environment: { MEANTIME_DATA_DIR: '' } })
    expect(fallback.origin).toBe('default')
    expect(isAbsolute(fallback.value)).toBe(true)
    expect(fallback.value).toMatch(/meantime/)
  })

  test.each([
    ['relative/here', resolve('relative/here')],
    ['~', homedir()],
    ['~/time', join(homedir(), 'time')],
    ['~other/time', resolve('~other/time')],
  ])('%s is made absolute', (flag, expected) => {
    expect(resolveDataFolder({ flag, environment: {} }).value).toBe(expected)
  })

  test('is never one of wherever somebody works: without a home folder it has to be named', () => {
    const relative = ['', 'home', './home'].map((home) => () => home)
    expect(homeFolder([...relative, () => '/homes/ada'])).toBe('/homes/ada')
    const none = () => {
      throw new Error('uv_os_homedir returned ENOENT')
    }
    expect(homeFolder([none, none])).toBeUndefined()
    for (const XDG_DATA_HOME of [undefined, '', 'data', './data']) {
      const environment = { XDG_DATA_HOME }
      expect(systemDataFolder({ platform: 'linux', environment, home: undefined })).toBeUndefined()
      const [home, platform] = ['/homes/ada', 'linux'] as const
      expect(systemDataFolder({ platform, environment, home })).toBe('/homes/ada/.local/share/meantime')
    }
    const environment = { XDG_DATA_HOME: '/data' }
    expect(systemDataFolder({ platform: 'linux', environment, home: undefined })).toBe('/data/meantime')
    const mac = systemDataFolder({ platform: 'darwin', environment, home: '/homes/ada' })
    expect(mac).toBe('/homes/ada/Library/Application Support/meantime')
    expect(resolveDataFolder({ flag: '~/x', environment: {}, home: undefined }).value).toBe(resolve('~/x'))
  })

  test('every file lies in the folder, each under a name of its own', () => {
    const paths = Object.values(dataPaths(resolve('/data')))
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths.every((path) => join(path, '..') === resolve('/data'))).toBe(true)
  })
})

describe('making it usable', () => {
  test('a new folder is for its owner only', async () => {
    const path = join(await temporaryFolder(), 'new')
    await prepareDataFolder(folder(path))
    expect((await stat(path)).mode & 0o777).toBe(0o700)
  })

  test('a folder that is there is taken as it is', async () => {
    const path = await temporaryFolder()
    await writeFile(join(path, 'meantime.db'), 'work')
    await prepareDataFolder(folder(path))
    expect(await readdir(path)).toEqual(['meantime.db'])
  })

  test('the default folder is made with all folders above it', async () => {
    const path = join(await temporaryFolder(), 'share', 'meantime')
    await prepareDataFolder(folder(path, 'default'))
    await access(path)
  })

  test('a named folder is not made where the folder above is missing: a disk may not be mounted', async () => {
    const path = join(await temporaryFolder(), 'usb', 'time')
    expect(await rejection(prepareDataFolder(folder(path)))).toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      kind: 'storage',
      message: `The data folder ${path} cannot be used: the folder above it does not exist.`,
      hint: 'Make that one first, if its disk is there, or name another by --data-dir or MEANTIME_DATA_DIR.',
    })
  })

  test('a file in its place, or above it, is told', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    const message = (path: string) =>
      rejection(prepareDataFolder(folder(path))).then((error) => (error as Error).message)
    expect(await message(file)).toMatch(/it is not a folder/)
    expect(await message(join(file, 'below'))).toMatch(/something above it is not a folder/)
  })

  const failing = (step: keyof FolderDisk, code: string): FolderDisk => {
    const fail = () => Promise.reject(Object.assign(new Error(code), { code }))
    return { access, mkdir, stat, [step]: fail }
  }
  test.each([
    ['mkdir', 'EROFS', 'the disk is read-only'],
    ['mkdir', 'ENOSPC', 'the disk is full'],
    ['mkdir', 'EACCES', 'you may not write there'],
    ['access', 'EACCES', 'you may not write there'],
    ['stat', 'EIO', 'the system says EIO'],
  ] as const)('%s failing with %s is told in plain words', async (step, code, reason) => {
    const path = join(await temporaryFolder(), 'new')
    expect(await rejection(prepareDataFolder(folder(path), failing(step, code)))).toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: `The data folder ${path} cannot be used: ${reason}.`,
    })
  })
})
