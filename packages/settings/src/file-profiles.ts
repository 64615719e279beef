import { readFile } from 'node:fs/promises'
import { type AccountId, MeantimeError, type Plugin, PROFILES, type Profile, type Profiles } from '@meantime/core'

export interface FileProfilesOptions {
  /** The path of `profile.json`; it need not exist. */
  readonly file: string
}

/** Provides PROFILES: who is signed in, in a file that holds nothing secret. */
export const fileProfiles = (options: FileProfilesOptions): Plugin => ({
  name: '@meantime/settings',
  register(registry) {
    registry.provide(PROFILES, () => new FileProfiles(options.file))
  },
})

/**
 * Reads the file once, in `start`: while a program runs its person changes only by its own `save`, never under its
 * feet because another program signed somebody else in. A running program would otherwise deliver with one person's
 * token what it recorded for another.
 */
export class FileProfiles implements Profiles {
  private profile: Profile | undefined

  constructor(private readonly file: string) {}

  async start(): Promise<void> {
    const text = await this.read()
    this.profile = text === undefined ? undefined : this.parse(text)
  }

  current(): Profile | undefined {
    return this.profile
  }

  /** On the disk when it returns. Throws DISK_FULL or FILE_UNWRITABLE; the profile is then the one before. */
  async save({ accountId, email, server, protocol }: Profile): Promise<void> {
    const profile: Profile = { accountId, email, server, ...(protocol === undefined ? {} : { protocol }) }
    const { writePrivately } = await import('./private-file.js')
    await writePrivately(this.file, `${JSON.stringify(profile, null, 2)}\n`)
    this.profile = profile
  }

  private async read(): Promise<string | undefined> {
    try {
      return await readFile(this.file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw this.unreadable(error)
    }
  }

  private parse(text: string): Profile {
    const { accountId, email, server, protocol } = this.parseObject(text)
    if (typeof accountId !== 'string' || typeof email !== 'string' || typeof server !== 'string' || accountId === '') {
      throw this.unreadable()
    }
    const spoken = typeof protocol === 'string' ? { protocol } : {}
    return { accountId: accountId as AccountId, email, server, ...spoken }
  }

  private parseObject(text: string): Record<string, unknown> {
    try {
      return JSON.parse(text) ?? {}
    } catch (error) {
      throw this.unreadable(error)
    }
  }

  /** Not taken as "nobody is signed in": work would then be recorded for the wrong account. */
  private unreadable(cause?: unknown): MeantimeError {
    return new MeantimeError({
      code: 'PROFILE_UNREADABLE',
      kind: 'storage',
      message: `${this.file}, which says who is signed in, cannot be read.`,
      safe: 'Your recorded work is untouched.',
      hint: 'Move the file away and sign in again.',
      cause,
    })
  }
}
