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

/** Asks an address whether a Hubnity server answers there; undefined when nothing did. */
export type AskHubnity = (address: string) => Promise<boolean | undefined>

/**
 * Whose protocol to sign in with: the setting's, or that of the sign-in before; else an address that looks like a Hubnity
 * server's is asked, and any other one is taken for a Meantime server's.
 */
export async function kindForSignIn(sources: ServerKindSources, ask: AskHubnity): Promise<ServerKind> {
  const { server, chosen = 'auto' } = sources
  const guess = await serverKindOf(sources)
  if (chosen !== 'auto' || guess === 'meantime' || !looksLikeHubnity(server)) return guess
  return (await ask(server)) === false ? 'meantime' : 'hubnity'
}

/** Where a Hubnity server answers, at an address or at the usual ends of it. `asked`: something answered there. */
export async function findHubnity(
  server: string,
  ask: AskHubnity,
): Promise<{ readonly at: string | undefined; readonly asked: boolean }> {
  for (const at of [server, `${server}/api/v1`, `${server}/api`]) {
    const answer = await ask(at)
    if (answer) return { at, asked: true }
    if (answer === undefined) return { at: undefined, asked: false }
  }
  return { at: undefined, asked: true }
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
