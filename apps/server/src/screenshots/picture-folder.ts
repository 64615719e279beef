import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AccountId } from '@meantime/core'

/**
 * The pictures, found by account and content: `<account>/<aa>/<sha256>`. Accounts share nothing, so that nobody can
 * find out by a hash what somebody else has. Accounts and hashes come from checked tokens and schemas only.
 */
export class PictureFolder {
  constructor(private readonly folder: string) {}

  /** Moves a complete file in; it and its name are on the disk when this resolves. */
  async keep(account: AccountId, sha256: string, file: string): Promise<void> {
    const target = this.path(account, sha256)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await sync(file)
    await rename(file, target)
    for (let folder = dirname(target); folder.length >= this.folder.length; folder = dirname(folder)) await sync(folder)
  }

  /** In bytes; undefined when it is not there. */
  async sizeOf(account: AccountId, sha256: string): Promise<number | undefined> {
    try {
      return (await stat(this.path(account, sha256))).size
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  read(account: AccountId, sha256: string): ReadStream {
    return createReadStream(this.path(account, sha256))
  }

  async remove(account: AccountId, sha256: string): Promise<void> {
    await rm(this.path(account, sha256), { force: true })
  }

  /** Every picture, one by one: there may be a million. */
  async *all(): AsyncGenerator<{ readonly account: AccountId; readonly sha256: string }> {
    for await (const account of namesIn(this.folder))
      for await (const part of namesIn(join(this.folder, account)))
        for await (const sha256 of namesIn(join(this.folder, account, part)))
          yield { account: account as AccountId, sha256 }
  }

  private path(account: AccountId, sha256: string): string {
    return join(this.folder, account, sha256.slice(0, 2), sha256)
  }
}

async function* namesIn(folder: string): AsyncGenerator<string> {
  try {
    for await (const { name } of await opendir(folder)) yield name
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
