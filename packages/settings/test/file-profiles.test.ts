import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AccountId, createApp, PROFILES, type Profile } from '@meantime/core'
import { expect, test } from 'vitest'
import { fileProfiles } from '../src/index.js'
import { rejection, temporaryFolder } from './temp-folder.js'

const ada: Profile = { accountId: 'ada' as AccountId, email: 'ada@example.org', server: 'https://time.example.org' }

const profileFile = async (): Promise<string> => join(await temporaryFolder(), 'profile.json')
const openProfiles = async (file: string) => {
  const app = createApp({ plugins: [fileProfiles({ file })] })
  await app.start()
  return app.get(PROFILES)
}

test('nobody is signed in where there is no file', async () => {
  expect((await openProfiles(await profileFile())).current()).toBeUndefined()
})

test('who signed in is known at once, and again after a restart', async () => {
  const file = await profileFile()
  const profiles = await openProfiles(file)
  await profiles.save(ada)
  expect(profiles.current()).toEqual(ada)
  expect((await openProfiles(file)).current()).toEqual(ada)
})

test('whatever else an object carries is not written down', async () => {
  const file = await profileFile()
  const withToken = { ...ada, accessToken: 'secret-token' }
  await (await openProfiles(file)).save(withToken)
  expect(await readFile(file, 'utf8')).not.toContain('secret-token')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('another program that signs somebody else in does not change whose work a running one records', async () => {
  const file = await profileFile()
  const running = await openProfiles(file)
  await running.save(ada)
  await (await openProfiles(file)).save({ ...ada, accountId: 'bob' as AccountId })
  expect(running.current()?.accountId).toBe('ada')
})

test.each(['', 'no json', 'null', '[]', '{}', '{"accountId":""}', '{"accountId":"ada","email":7,"server":"x"}'])(
  'a profile of %j stops the start: nobody must record for the wrong account',
  async (text) => {
    const file = await profileFile()
    await writeFile(file, text)
    expect(await rejection(openProfiles(file))).toMatchObject({ code: 'PROFILE_UNREADABLE', kind: 'storage' })
    expect(await readFile(file, 'utf8')).toBe(text)
  },
)

test('a profile that cannot be opened stops the start', async () => {
  const file = await profileFile()
  await mkdir(file)
  expect(await rejection(openProfiles(file))).toMatchObject({ code: 'PROFILE_UNREADABLE' })
})

test('a profile that cannot be saved leaves the one before in force', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'file'), '')
  const app = createApp({ plugins: [fileProfiles({ file: join(folder, 'file', 'profile.json') })] })
  const profiles = app.get(PROFILES)
  expect(await rejection(profiles.save(ada))).toMatchObject({ code: 'FILE_UNWRITABLE', kind: 'storage' })
  expect(profiles.current()).toBeUndefined()
})
