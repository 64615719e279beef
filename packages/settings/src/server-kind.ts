import type { Profile } from '@meantime/core'
import { FileProfiles } from './file-profiles.js'

/** Whose protocol a server speaks. */
export type ServerKind = 'meantime' | 'hubnity'

export interface ServerKindSources {
  readonly server: string
  /** The setting. @default 'auto' */
  readonly chosen?: 'auto' | ServerKind | undefined
  /** The path of `profile.json`: what the sign-in at this server found out. */
  readonly profile: string
}

/** By the setting, else by the sign-in, else by the address. Asks nobody. */
export async function serverKindOf({ server, chosen = 'auto', profile }: ServerKindSources): Promise<ServerKind> {
  if (chosen !== 'auto') return chosen
  const known = await currentProfile(profile)
  if (known?.server === server) return known.protocol === 'hubnity' ? 'hubnity' : 'meantime'
  return looksLikeHubnity(server) ? 'hubnity' : 'meantime'
}

/** Its addresses end in `/api/v1`, older ones in `/api`; a Meantime server may, but hardly does. */
export function looksLikeHubnity(server: string): boolean {
  return URL.canParse(server) && /\/api(\/v1)?\/*$/.test(new URL(server).pathname)
}

/** A profile that cannot be read is told by whoever needs it. */
async function currentProfile(file: string): Promise<Profile | undefined> {
  const profiles = new FileProfiles(file)
  await profiles.start().catch(() => undefined)
  return profiles.current()
}
