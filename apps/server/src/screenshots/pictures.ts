import type { AccountId, Clock } from '@meantime/core'
import { In } from 'typeorm'
import type { Database } from '../database/database.js'
import { blobs, screenshots } from '../database/entities.js'
import type { PictureFolder } from './picture-folder.js'

const DAY_MS = 24 * 60 * 60_000
/** A picture that no screenshot names after this long is removed; a client that comes later uploads it again. */
const UNUSED_AFTER_MS = 7 * DAY_MS
const CHUNK = 500

/** Which pictures there are. Files and rows change together under the database's write lock, also between servers. */
export class Pictures {
  constructor(
    private readonly database: Database,
    readonly folder: PictureFolder,
    private readonly clock: Clock,
  ) {}

  /** Takes over a complete file whose content has been checked. */
  async keep(account: AccountId, picture: { readonly sha256: string; readonly bytes: number }, file: string) {
    await this.database.write(async ({ manager }) => {
      await this.folder.keep(account, picture.sha256, file)
      const row = { accountId: account, ...picture, uploadedAt: this.clock.now() }
      await manager.upsert(blobs, [row], ['accountId', 'sha256'])
    })
  }

  /** Removes pictures that were uploaded but never named by a screenshot. Returns how many. */
  async removeUnused(): Promise<number> {
    return this.database.write(async ({ manager }) => {
      const unused = await manager
        .createQueryBuilder(blobs, 'blob')
        .leftJoin(screenshots.options.name, 'shot', 'shot.accountId = blob.accountId AND shot.sha256 = blob.sha256')
        .where('blob.uploadedAt < :until AND shot.id IS NULL', { until: this.clock.now() - UNUSED_AFTER_MS })
        .limit(CHUNK)
        .getMany()
      for (const { accountId, sha256 } of unused) {
        await manager.delete(blobs, { accountId, sha256 })
        await this.folder.remove(accountId as AccountId, sha256)
      }
      return unused.length
    })
  }

  /** Removes files without a row: what a crash between the two left behind. Returns how many. */
  async removeOrphans(): Promise<number> {
    let removed = 0
    let chunk: { account: AccountId; sha256: string }[] = []
    for await (const file of this.folder.all()) {
      chunk.push(file)
      if (chunk.length < CHUNK) continue
      removed += await this.removeUnknown(chunk)
      chunk = []
    }
    return removed + (await this.removeUnknown(chunk))
  }

  private async removeUnknown(files: readonly { account: AccountId; sha256: string }[]): Promise<number> {
    if (files.length === 0) return 0
    return this.database.write(async ({ manager }) => {
      const rows = await manager.findBy(blobs, { sha256: In(files.map(({ sha256 }) => sha256)) })
      const known = new Set(rows.map(({ accountId, sha256 }) => `${accountId} ${sha256}`))
      const orphans = files.filter(({ account, sha256 }) => !known.has(`${account} ${sha256}`))
      for (const { account, sha256 } of orphans) await this.folder.remove(account, sha256)
      return orphans.length
    })
  }
}
