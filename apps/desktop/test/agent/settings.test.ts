import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { manualDesk, openDesk, refusalOf } from '../support/agent.js'

test('a setting is kept in the file, and goes back to its default', async () => {
  const { ask, paths } = await manualDesk()
  expect(await ask('setSetting', { key: 'theme', value: 'dark' })).toEqual({
    key: 'theme',
    value: 'dark',
    default: 'system',
    origin: 'file',
    source: paths.settings,
  })
  expect(JSON.parse(await readFile(paths.settings, 'utf8'))).toEqual({ theme: 'dark' })
  for (const nothing of [{}, { value: null }]) {
    await ask('setSetting', { key: 'theme', value: 'dark' })
    const back = await ask('setSetting', { key: 'theme', ...nothing })
    expect(back).toMatchObject({ value: 'system', origin: 'default' })
  }
  const keys = (await ask('settings')).map(({ key }) => key)
  expect(keys).toEqual(expect.arrayContaining(['server', 'idleLimit', 'language', 'singleKeys', 'excludedApps']))
})

test('what is no setting, no value, or set elsewhere is refused; the file stays as it is', async () => {
  const { ask, paths } = await manualDesk({ environment: { MEANTIME_IDLE_LIMIT: '15' } })
  await ask('setSetting', { key: 'theme', value: 'light' })
  const before = await readFile(paths.settings, 'utf8')
  expect(await refusalOf(ask('setSetting', { key: 'toString', value: 1 }))).toBe('SETTING_UNKNOWN')
  expect(await refusalOf(ask('setSetting', { key: 'screenshotQuality', value: 101 }))).toBe('SETTING_INVALID')
  expect(await refusalOf(ask('setSetting', { key: 'idleLimit', value: 5 }))).toBe('SETTING_FIXED')
  expect(await refusalOf(ask('setSetting', { key: 'excludedTitles', value: ['*'] }))).toBe('BAD_EXCLUSION')
  expect(await readFile(paths.settings, 'utf8')).toBe(before)
  const limit = (await ask('settings')).find(({ key }) => key === 'idleLimit')
  expect(limit).toMatchObject({ value: 15, origin: 'environment', source: 'MEANTIME_IDLE_LIMIT' })
})

test('one setting that cannot be read is shown with its problem; the others and the timer go on', async () => {
  const { ask, paths, folder, stop } = await openDesk()
  await stop()
  await writeFile(paths.settings, '{ "privatePeriods": "lunch", "theme": "dark" }')
  const { ask: again } = await openDesk({ folder })
  const settings = await again('settings')
  expect(settings.find(({ key }) => key === 'theme')).toMatchObject({ value: 'dark' })
  expect(settings.find(({ key }) => key === 'privatePeriods')).toMatchObject({
    value: [],
    problem: { code: 'SETTING_INVALID' },
  })
  expect((await again('state')).capture.trouble).toMatchObject({ code: 'SETTING_INVALID' })
  await again('start', { description: 'goes on' })
  await expect(ask('state')).rejects.toThrow()
})
