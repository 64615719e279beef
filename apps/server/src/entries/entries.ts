import type { AccountId, Clock } from '@meantime/core'
import type { EntriesPage } from '@meantime/protocol'
import { Brackets } from 'typeorm'
import type { Database } from '../database/database.js'
import { entries } from '../database/entities.js'
import { encodeCursor, type Position } from './cursor.js'
import { toMessage } from './entry-row.js'

export interface EntriesPageQuery {
  /** Entries that started in [from, to), UTC ms. */
  readonly from: number | undefined
  readonly to: number | undefined
  readonly limit: number
  readonly after: Position | undefined
}

export class Entries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Newest first, by keyset: a page stays right while entries are added. Deleted ones are in it, and say so. */
  async page(account: AccountId, { from, to, limit, after }: EntriesPageQuery): Promise<EntriesPage> {
    const rows = await this.database.read((manager) => {
      const query = manager.createQueryBuilder(entries, 'entry').where('entry.accountId = :account', { account })
      if (from !== undefined) query.andWhere('entry.startedAt >= :from', { from })
      if (to !== undefined) query.andWhere('entry.startedAt < :to', { to })
      if (after) {
        const older = 'entry.startedAt < :startedAt'
        const sameInstant = 'entry.startedAt = :startedAt AND entry.id < :id'
        query.andWhere(new Brackets((either) => either.where(older).orWhere(sameInstant)), { ...after })
      }
      return query
        .orderBy('entry.startedAt', 'DESC')
        .addOrderBy('entry.id', 'DESC')
        .limit(limit + 1)
        .getMany()
    })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const now = this.clock.now()
    return {
      entries: page.map((row) => toMessage(row, now)),
      nextCursor: rows.length > limit && last ? encodeCursor(last) : null,
    }
  }
}
