import { token } from '../container.js'
import type { AccountId } from '../domain/ids.js'

/** Who is (or was last) signed in on this computer. Holds nothing secret. */
export interface Profile {
  readonly accountId: AccountId
  readonly email: string
  /** Origin and path of the server, without a slash at the end. */
  readonly server: string
  /** What it speaks, by the name of whoever speaks it. @default Meantime's own protocol */
  readonly protocol?: string
}

/**
 * Remembers whose work is being recorded. Signing out keeps the profile: work goes on being recorded for the same
 * person, and is delivered when they sign in again.
 */
export interface Profiles {
  current(): Profile | undefined
  save(profile: Profile): Promise<void>
}

export const PROFILES = token<Profiles>('meantime.Profiles')
