import { type AccountId, type Entry, type EventId, LOCAL_ACCOUNT, type NewId } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import { append } from './append.js'
import { openEntry } from './entry-rows.js'
import type { Stamp } from './event-rows.js'

/**
 * Gives what nobody owned to an account. When both have an open entry, the older one is stopped where the newer one
 * started, by an ordinary stop event. Returns how many events changed hands.
 */
export function adopt(connection: Connection, account: AccountId, stamp: Stamp, newId: NewId): number {
  if (account === LOCAL_ACCOUNT) return 0
  const { n } = connection
    .sql<{ n: number }>('SELECT count(*) AS n FROM events WHERE account_id = ?')
    .get(LOCAL_ACCOUNT) ?? { n: 0 }
  stopOlder(connection, account, stamp, newId)
  for (const statement of HAND_OVER) connection.sql(statement).run(account, LOCAL_ACCOUNT)
  return n
}

const HAND_OVER = ['events', 'entries', 'lanes', 'tasks', 'leases', 'drops', 'task_blobs', 'shots'].map(
  (table) => `UPDATE ${table} SET account_id = ? WHERE account_id = ?`,
)

function stopOlder(connection: Connection, account: AccountId, stamp: Stamp, newId: NewId): void {
  const local = openEntry(connection, LOCAL_ACCOUNT)
  const own = openEntry(connection, account)
  if (!local || !own) return
  if (local.startedAt <= own.startedAt) stopAt(LOCAL_ACCOUNT, local, own.startedAt)
  else stopAt(account, own, local.startedAt)

  function stopAt(owner: AccountId, entry: Entry, occurredAt: number): void {
    const stop = { id: newId() as EventId, entryId: entry.id, type: 'stop', occurredAt } as const
    append(connection, owner, [stop], stamp)
  }
}
