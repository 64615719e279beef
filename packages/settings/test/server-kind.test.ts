import { join } from 'node:path'
import type { AccountId } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { FileProfiles, serverKindOf } from '../src/index.js'
import { temporaryFolder } from './temp-folder.js'

const OLDER = 'https://example.org/api/v1'
const OURS = 'https://time.example.org'
const accountId = 'ada' as AccountId

async function signedIn(server: string, protocol?: string): Promise<string> {
  const profile = join(await temporaryFolder(), 'profile.json')
  const spoken = protocol === undefined ? {} : { protocol }
  await new FileProfiles(profile).save({ accountId, email: 'ada@example.org', server, ...spoken })
  return profile
}

describe('what a server speaks', () => {
  test('is what the setting says, whatever else is known', async () => {
    const profile = await signedIn(OURS)
    expect(await serverKindOf({ server: OURS, chosen: 'hubnity', profile })).toBe('hubnity')
    expect(await serverKindOf({ server: OLDER, chosen: 'meantime', profile })).toBe('meantime')
  })

  test('else what the sign-in at this server found out', async () => {
    expect(await serverKindOf({ server: OURS, profile: await signedIn(OURS, 'hubnity') })).toBe('hubnity')
    expect(await serverKindOf({ server: OLDER, profile: await signedIn(OLDER) })).toBe('meantime')
  })

  test('else what its address looks like', async () => {
    const profile = await signedIn('https://elsewhere.example.org', 'hubnity')
    expect(await serverKindOf({ server: OURS, profile })).toBe('meantime')
    expect(await serverKindOf({ server: `${OURS}/api/v2`, profile })).toBe('meantime')
    expect(await serverKindOf({ server: OLDER, profile })).toBe('hubnity')
    expect(await serverKindOf({ server: 'https://example.org/api', profile })).toBe('hubnity')
  })

  test('a profile that is not there or cannot be read leaves the address', async () => {
    expect(await serverKindOf({ server: OLDER, profile: join(await temporaryFolder(), 'profile.json') })).toBe(
      'hubnity',
    )
  })
})

test('a profile remembers what its server speaks', async () => {
  const file = await signedIn(OLDER, 'hubnity')
  const profiles = new FileProfiles(file)
  await profiles.start()
  expect(profiles.current()).toEqual({ accountId, email: 'ada@example.org', server: OLDER, protocol: 'hubnity' })
})
