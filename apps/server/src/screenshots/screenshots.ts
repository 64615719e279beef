import type { AccountId } from '@meantime/core'
import type { ScreenshotMessage, ScreenshotsPage } from '@meantime/protocol'
import { Brackets } from 'typeorm'
import type { Database } from '../database/database.js'
import { type ScreenshotRow, screenshots } from '../database/entities.js'
import { encodeCursor, type Position } from '../entries/cursor.js'

export interface ScreenshotsPageQuery {
  readonly entryId: string | undefined
  /** Taken in [from, to), UTC ms. */
  readonly from: number | undefined
  readonly to: number | undefined
  readonly limit: number
  readonly after: Position | undefined
}

export class Screenshots {
  constructor(private readonly database: Database) {}

  /** Newest first, by keyset. */
  async page(account: AccountId, { entryId, from, to, limit, after }: ScreenshotsPageQuery): Promise<ScreenshotsPage> {
    const rows = await this.database.read((manager) => {
      const query = manager.createQueryBuilder(screenshots, 'shot').where('shot.accountId = :account', { account })
      if (entryId !== undefined) query.andWhere('shot.entryId = :entryId', { entryId: entryId.toLowerCase() })
      if (from !== undefined) query.andWhere('shot.takenAt >= :from', { from })
      if (to !== undefined) query.andWhere('shot.takenAt < :to', { to })
      if (after) {
        const older = 'shot.takenAt < :startedAt'
        const sameInstant = 'shot.takenAt = :startedAt AND shot.id < :id'
        query.andWhere(new Brackets((either) => either.where(older).orWhere(sameInstant)), { ...after })
      }
      return query
        .orderBy('shot.takenAt', 'DESC')
        .addOrderBy('shot.id', 'DESC')
        .limit(limit + 1)
        .getMany()
    })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      screenshots: page.map(toMessage),
      nextCursor: rows.length > limit && last ? encodeCursor({ startedAt: last.takenAt, id: last.id }) : null,
    }
  }

  async find(account: AccountId, id: string): Promise<ScreenshotRow | undefined> {
    const row = await this.database.read((manager) => manager.findOneBy(screenshots, { accountId: account, id }))
    return row ?? undefined
  }
}

function toMessage({ accountId: _owner, ...fields }: ScreenshotRow): ScreenshotMessage {
  return fields
}
