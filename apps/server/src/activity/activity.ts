import type { AccountId } from '@meantime/core'
import type { ActivityPage, ActivitySampleMessage } from '@meantime/protocol'
import { Brackets } from 'typeorm'
import { type ActivityRow, activity } from '../database/activity-entity.js'
import type { Database } from '../database/database.js'
import { encodeCursor, type Position } from '../entries/cursor.js'

export interface ActivityPageQuery {
  readonly entryId: string | undefined
  /** Begun in [from, to), UTC ms. */
  readonly from: number | undefined
  readonly to: number | undefined
  readonly limit: number
  readonly after: Position | undefined
}

export class Activity {
  constructor(private readonly database: Database) {}

  /** Newest first, by keyset. */
  async page(account: AccountId, { entryId, from, to, limit, after }: ActivityPageQuery): Promise<ActivityPage> {
    const rows = await this.database.read((manager) => {
      const query = manager.createQueryBuilder(activity, 'sample').where('sample.accountId = :account', { account })
      if (entryId !== undefined) query.andWhere('sample.entryId = :entryId', { entryId: entryId.toLowerCase() })
      if (from !== undefined) query.andWhere('sample.from >= :from', { from })
      if (to !== undefined) query.andWhere('sample.from < :to', { to })
      if (after) {
        const older = 'sample.from < :startedAt'
        const sameInstant = 'sample.from = :startedAt AND sample.id < :id'
        query.andWhere(new Brackets((either) => either.where(older).orWhere(sameInstant)), { ...after })
      }
      return query
        .orderBy('sample.from', 'DESC')
        .addOrderBy('sample.id', 'DESC')
        .limit(limit + 1)
        .getMany()
    })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      samples: page.map(toMessage),
      nextCursor: rows.length > limit && last ? encodeCursor({ startedAt: last.from, id: last.id }) : null,
    }
  }
}

function toMessage({ accountId: _owner, minutes, ...fields }: ActivityRow): ActivitySampleMessage {
  return { ...fields, minutes: JSON.parse(minutes) }
}
