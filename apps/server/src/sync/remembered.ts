import type { AccountId } from '@meantime/core'
import { type EntityManager, In } from 'typeorm'
import { receipts } from '../database/entities.js'

/** Whether an item that was confirmed to a client is still here: a restored backup lacks the end of the log. */
export function remembers(manager: EntityManager, account: AccountId, item: string): Promise<boolean> {
  return manager.existsBy(receipts, { accountId: account, itemId: item.toLowerCase() })
}

/**
 * Of the client's own items, the one that took effect last, as the client wrote it. Others' items are not asked for:
 * another device may have offered its own again already.
 */
export async function latestOf(
  manager: EntityManager,
  account: AccountId,
  items: readonly string[],
): Promise<string | undefined> {
  const named = new Map(items.map((id) => [id.toLowerCase(), id]))
  if (named.size === 0) return undefined
  const [last] = await manager.find(receipts, {
    select: { accountId: true, itemId: true },
    where: { accountId: account, itemId: In([...named.keys()]) },
    order: { seq: 'DESC' },
    take: 1,
  })
  return last && named.get(last.itemId)
}
