import { expect, test } from 'vitest'
import { findDatabase, usualPlaces } from '../../src/hubnity/places.js'

const ID = 'com.balabiturembek.hubnity'

test('on Linux it is looked for where XDG keeps data', () => {
  const home = '/h'
  const named = { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/config' }
  expect(usualPlaces({ platform: 'linux', env: {}, home })[0]).toBe(`/h/.local/share/${ID}/hubnity.db`)
  expect(usualPlaces({ platform: 'linux', env: named, home })).toEqual([
    `/data/${ID}/hubnity.db`,
    `/config/${ID}/hubnity.db`,
  ])
})

test('on macOS and Windows, in the folders for data of programs', () => {
  expect(usualPlaces({ platform: 'darwin', env: {}, home: '/h' })).toEqual([
    `/h/Library/Application Support/${ID}/hubnity.db`,
  ])
  const windows = usualPlaces({ platform: 'win32', env: { APPDATA: '/roaming', LOCALAPPDATA: '/local' }, home: '/h' })
  expect(windows).toEqual([`/roaming/${ID}/hubnity.db`, `/local/${ID}/hubnity.db`])
})

test('for a user without a home folder there is none, least of all in the folder where somebody works', async () => {
  const computer = { platform: 'linux', env: {}, home: '' } as const
  expect(usualPlaces(computer)).toEqual([])
  await expect(findDatabase(undefined, computer)).rejects.toMatchObject({
    code: 'HUBNITY_NOT_FOUND',
    message: 'This user has no home folder, where hubnity.db usually lies.',
  })
})
