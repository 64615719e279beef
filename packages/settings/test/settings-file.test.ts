import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changeSettings, readSettingsFile, resolveSettings } from '../src/index.js'
import { rejection, temporaryFolder } from './temp-folder.js'

const settingsFile = async (text?: string): Promise<string> => {
  const file = join(await temporaryFolder(), 'settings.json')
  if (text !== undefined) await writeFile(file, text)
  return file
}

describe('reading', () => {
  test.each([
    ['no file', undefined],
    ['an empty file', ''],
    ['a file of spaces', ' \n'],
    ['an empty object', '{}'],
    ['an object behind a byte order mark', '\uFEFF{}'],
  ])('%s holds no settings', async (_title, text) => {
    expect(await readSettingsFile(await settingsFile(text))).toEqual({})
  })

  test.each([
    ['a missing comma', '{\n  "autoSync": true\n  "server": "https://a.example"\n}', 3],
    ['a missing quote', '{\n  "autoSync": true,\n  "server: "https://a.example"\n}', 3],
    ['a word that is no value', '{\n\n\n  "autoSync": tru,\n  "server": "https://a.example" }', 4],
    ['a comma too many', '{\n  "autoSync": true,\n}\n', 3],
    ['a comment', '// mine\n{}', 1],
    ['something behind the end', '{}\n}', 2],
    ['a cut in the middle', '{\n  "autoSync": true,\n  "ser', 3],
    ['a cut before the end', '{\n  "autoSync": true\n\n\n', 2],
    ['a binary file', '\u0000\u0001\u0002', 1],
  ])('%s is told with file and line', async (_title, text, line) => {
    const file = await settingsFile(text)
    expect(await rejection(readSettingsFile(file))).toMatchObject({
      code: 'SETTINGS_UNREADABLE',
      message: `The settings file ${file} cannot be read: line ${line}: it is not JSON.`,
      safe: 'The file was left as it is.',
    })
  })

  test.each(['[]', '3', '"text"', 'null'])('%s is JSON but no settings', async (text) => {
    expect(await rejection(readSettingsFile(await settingsFile(text)))).toMatchObject({ code: 'SETTINGS_UNREADABLE' })
  })

  test('a folder in its place is told', async () => {
    const file = join(await temporaryFolder(), 'settings.json')
    await mkdir(file)
    expect(await rejection(readSettingsFile(file))).toMatchObject({
      code: 'SETTINGS_UNREADABLE',
      message: expect.stringContaining('EISDIR'),
    })
  })
})

describe('changing', () => {
  test('only what is named changes; keys of other versions are kept', async () => {
    const file = await settingsFile('{ "later": { "deep": [1] }, "autoSync": true, "logLevel": "debug" }')
    await changeSettings(file, { autoSync: false, server: 'https://time.example.org/', logLevel: undefined })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      later: { deep: [1] },
      autoSync: false,
      server: 'https://time.example.org',
    })
  })

  test('a key that is spelled like an internal of JavaScript is kept as a key', async () => {
    const file = await settingsFile('{ "__proto__": { "autoSync": false } }')
    expect((await resolveSettings({ file, environment: {} })).autoSync).toMatchObject({
      value: true,
      origin: 'default',
    })
    await changeSettings(file, { autoSync: true })
    expect(await readFile(file, 'utf8')).toBe(
      '{\n  "__proto__": {\n    "autoSync": false\n  },\n  "autoSync": true\n}\n',
    )
  })

  test('a file that cannot be read is never overwritten', async () => {
    const text = '{ "server": "https://a.example",'
    const file = await settingsFile(text)
    expect(await rejection(changeSettings(file, { autoSync: false }))).toMatchObject({ code: 'SETTINGS_UNREADABLE' })
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test('a bad value is refused, and nothing is written', async () => {
    const file = await settingsFile('{}')
    expect(await rejection(changeSettings(file, { autoSync: false, server: 'no address' }))).toMatchObject({
      code: 'SETTING_INVALID',
      kind: 'input',
    })
    expect(await readFile(file, 'utf8')).toBe('{}')
  })

  test('changes made side by side in one process are all kept, and leave no other file behind', async () => {
    const file = await settingsFile()
    await Promise.all([
      changeSettings(file, { autoSync: false }),
      rejection(changeSettings(file, { server: 'bad' })),
      changeSettings(file, { tokenStore: 'file' }),
      changeSettings(file, { logLevel: 'warn' }),
    ])
    expect(await readSettingsFile(file)).toEqual({ autoSync: false, tokenStore: 'file', logLevel: 'warn' })
    expect(await readdir(join(file, '..'))).toEqual(['settings.json'])
  })

  test('a new file is for its owner only', async () => {
    const file = await settingsFile()
    await changeSettings(file, { autoSync: false })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('a link to a file kept elsewhere stays a link', async () => {
    const kept = await settingsFile('{ "autoSync": true }')
    const link = join(await temporaryFolder(), 'settings.json')
    await symlink(kept, link)
    await changeSettings(link, { autoSync: false })
    expect(await readSettingsFile(kept)).toEqual({ autoSync: false })
  })

  test('a path that leads through a file is told', async () => {
    const file = join(await settingsFile('a file, no folder'), 'settings.json')
    expect(await rejection(changeSettings(file, { autoSync: false }))).toMatchObject({ kind: 'storage' })
  })
})
