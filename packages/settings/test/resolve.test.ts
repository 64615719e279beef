import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KEYS, resolveSettings, SETTING_KEYS } from '../src/index.js'
import { rejection, temporaryFolder } from './temp-folder.js'

const settingsFile = async (text?: string): Promise<string> => {
  const file = join(await temporaryFolder(), 'settings.json')
  if (text !== undefined) await writeFile(file, text)
  return file
}
const environment = { MEANTIME_SERVER: 'https://environment.example' }
const flags = { server: 'https://flag.example' }

describe('where a value comes from', () => {
  test('nothing given anywhere: the defaults, and they say so', async () => {
    const fromDefault = (value: unknown) => ({ value, origin: 'default', source: 'default' })
    expect(await resolveSettings({ file: await settingsFile(), environment: {} })).toEqual({
      server: fromDefault(undefined),
      serverKind: fromDefault('auto'),
      autoSync: fromDefault(true),
      tokenStore: fromDefault('auto'),
      logLevel: fromDefault('info'),
      screenshotInterval: fromDefault(10),
      screenshotScreens: fromDefault('active'),
      screenshotFormat: fromDefault('jpeg'),
      screenshotQuality: fromDefault(70),
      screenshotMaxWidth: fromDefault(1920),
      screenshotPixelate: fromDefault(false),
      screenshotCoolingOff: fromDefault(10),
      idleLimit: fromDefault(5),
      privatePeriods: fromDefault([]),
      excludedApps: fromDefault([]),
      excludedTitles: fromDefault([]),
      theme: fromDefault('system'),
      language: fromDefault('system'),
      singleKeys: fromDefault(true),
      notifications: fromDefault(true),
      closeToTray: fromDefault(true),
      autostart: fromDefault(false),
      shortcutToggle: fromDefault(''),
      shortcutOpen: fromDefault(''),
    })
  })

  test('a bad setting of one part does not stop a program that asks for another part', async () => {
    const file = await settingsFile('{ "privatePeriods": "lunch", "autoSync": false }')
    const { autoSync } = await resolveSettings({ file, environment: {} }, ['autoSync'])
    expect(autoSync.value).toBe(false)
    expect(await rejection(resolveSettings({ file, environment: {} }, ['privatePeriods']))).toMatchObject({
      code: 'SETTING_INVALID',
    })
  })

  test('the flag wins over the environment, the environment over the file, each setting by itself', async () => {
    const file = await settingsFile('{ "server": "https://file.example", "autoSync": false }')
    const server = async (sources: object) => (await resolveSettings({ file, environment: {}, ...sources })).server
    expect(await server({ flags, environment })).toEqual({
      value: 'https://flag.example',
      origin: 'flag',
      source: '--server',
    })
    expect(await server({ environment })).toEqual({
      value: 'https://environment.example',
      origin: 'environment',
      source: 'MEANTIME_SERVER',
    })
    expect(await server({})).toEqual({ value: 'https://file.example', origin: 'file', source: file })
    const { autoSync } = await resolveSettings({ file, environment, flags })
    expect(autoSync).toEqual({ value: false, origin: 'file', source: file })
  })

  test('a false on the command line is a value, an undefined is none', async () => {
    const file = await settingsFile('{ "autoSync": true }')
    const read = async (autoSync: unknown) =>
      (await resolveSettings({ file, environment: {}, flags: { autoSync } })).autoSync
    expect(await read(false)).toMatchObject({ value: false, origin: 'flag' })
    expect(await read(undefined)).toMatchObject({ value: true, origin: 'file' })
  })

  test('an empty variable counts as unset', async () => {
    const { server } = await resolveSettings({ file: await settingsFile(), environment: { MEANTIME_SERVER: '' } })
    expect(server.origin).toBe('default')
  })

  test('every setting has a variable and a flag of its own', () => {
    const names = SETTING_KEYS.flatMap((key) => [KEYS[key].environment, KEYS[key].flag])
    expect(new Set(names).size).toBe(2 * SETTING_KEYS.length)
  })
})

describe('numbers and lists', () => {
  const read = async (variable: string, value: string) =>
    resolveSettings({ file: await settingsFile(), environment: { [variable]: value } })

  test('a list is a JSON array in the file, and texts with ; between them in the environment', async () => {
    const file = await settingsFile('{ "excludedApps": ["keepass", " signal "] }')
    expect((await resolveSettings({ file, environment: {} })).excludedApps.value).toEqual(['keepass', 'signal'])
    const { excludedTitles } = await read('MEANTIME_EXCLUDED_TITLES', 'private, and so on; *bank*')
    expect(excludedTitles.value).toEqual(['private, and so on', '*bank*'])
  })

  test.each(['12:00-13:00', 'mon-fri 12:00-13:00', 'Sat,Sun 00:00-24:00', 'mon,wed-fri 22:00-06:00'])(
    '%s is a weekly period',
    async (period) => {
      expect((await read('MEANTIME_PRIVATE_PERIODS', period)).privatePeriods.value).toEqual([period])
    },
  )

  test.each([
    ['MEANTIME_PRIVATE_PERIODS', 'noon'],
    ['MEANTIME_PRIVATE_PERIODS', '12:00-12:00'],
    ['MEANTIME_PRIVATE_PERIODS', '9:00-10:00'],
    ['MEANTIME_PRIVATE_PERIODS', 'mon - fri 09:00-10:00'],
    ['MEANTIME_PRIVATE_PERIODS', '23:00-24:30'],
    ['MEANTIME_SHORTCUT_TOGGLE', 'T'],
    ['MEANTIME_SHORTCUT_TOGGLE', 'Ctrl+'],
    ['MEANTIME_SHORTCUT_OPEN', 'Hyper+T'],
    ['MEANTIME_SCREENSHOT_INTERVAL', '0'],
    ['MEANTIME_SCREENSHOT_INTERVAL', '2.5'],
    ['MEANTIME_SCREENSHOT_INTERVAL', 'often'],
    ['MEANTIME_SCREENSHOT_COOLING_OFF', '-1'],
    ['MEANTIME_SCREENSHOT_QUALITY', '101'],
    ['MEANTIME_EXCLUDED_APPS', 'x'.repeat(201)],
  ])('%s=%s is refused', async (variable, value) => {
    expect(await rejection(read(variable, value))).toMatchObject({ code: 'SETTING_INVALID' })
  })
})

describe('bad values', () => {
  test('a bad flag names the flag and what is expected', async () => {
    const sources = { file: await settingsFile(), environment: {}, flags: { logLevel: 'loud' } }
    expect(await rejection(resolveSettings(sources))).toMatchObject({
      code: 'SETTING_INVALID',
      kind: 'input',
      message: '--log-level must be debug, info, warn or error.',
    })
  })

  test('an empty flag is a bad value: somebody meant to say something', async () => {
    const sources = { file: await settingsFile(), environment, flags: { server: '' } }
    expect(await rejection(resolveSettings(sources))).toMatchObject({ code: 'SETTING_INVALID' })
  })

  test('a bad variable names the variable', async () => {
    const sources = { file: await settingsFile(), environment: { MEANTIME_AUTO_SYNC: 'maybe' } }
    expect(await rejection(resolveSettings(sources))).toMatchObject({
      code: 'SETTING_INVALID',
      message: 'MEANTIME_AUTO_SYNC must be true or false.',
    })
  })

  test('a bad value in the file names file and line; of a key set twice, the line that counts', async () => {
    const file = await settingsFile('{\n  "tokenStore": "file",\n\n  "tokenStore": 7\n}')
    expect(await rejection(resolveSettings({ file, environment: {} }))).toMatchObject({
      code: 'SETTING_INVALID',
      message: `"tokenStore" in ${file}, line 4, must be auto, keyring, file or memory.`,
    })
  })

  test('a good flag passes over a bad value in the file', async () => {
    const file = await settingsFile('{ "server": 5 }')
    expect((await resolveSettings({ file, environment: {}, flags })).server.value).toBe('https://flag.example')
  })

  test('a password in an address is refused and never repeated', async () => {
    const sources = { file: await settingsFile(), environment: {}, flags: { server: 'https://ada:hunter2@a.example' } }
    const error = (await rejection(resolveSettings(sources))) as Error
    expect(error).toMatchObject({ code: 'SETTING_INVALID' })
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('hunter2')
  })
})

describe('values', () => {
  test.each([
    ['https://time.example.org', 'https://time.example.org'],
    ['https://time.example.org/', 'https://time.example.org'],
    [' https://Time.Example.org:443/team// ', 'https://time.example.org/team'],
    ['http://127.0.0.1:4800', 'http://127.0.0.1:4800'],
    ['http://[::1]:4800/', 'http://[::1]:4800'],
  ])('the server %j is kept as %s', (text, expected) => {
    expect(KEYS.server.read(text)).toBe(expected)
  })

  test.each([
    'time.example.org',
    'localhost:4800',
    'ftp://a.example',
    'file:///etc/passwd',
    'https://a.example?x=1',
    'https://a.example/#top',
    'https://user@a.example',
    '',
    7,
    null,
    {},
  ])('the server %j is refused', (value) => {
    expect(KEYS.server.read(value)).toBeUndefined()
  })

  test.each([
    [true, true],
    [false, false],
    ['TRUE', true],
    ['1', true],
    ['on', true],
    ['no', false],
    ['0', false],
    ['', undefined],
    ['2', undefined],
    [1, undefined],
    [null, undefined],
  ])('%j as true or false is %j', (value, expected) => {
    expect(KEYS.autoSync.read(value)).toBe(expected)
  })

  test.each(['Auto', 'constructor', '', null, ['auto']])('the token store %j is refused', (value) => {
    expect(KEYS.tokenStore.read(value)).toBeUndefined()
  })
})
