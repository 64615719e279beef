import { PRIORITY } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import type { NewTask } from './insert-task.js'
import { refreshLane } from './lanes.js'
import { OF_LANE, OPEN } from './rows.js'

/*
 * Nothing is kept beside the tasks for it: a cancelled start is never purged, so its row is the decision (decision 140).
 * An entry's first event is its start, and a task has its event's id. The counters are asked first because hardly
 * anybody ever gives something up: 2 µs instead of 9 in every insert.
 */
const GIVEN_UP = `SELECT 1 FROM tasks WHERE EXISTS (SELECT 1 FROM counters WHERE state = 'cancelled' AND n > 0)
  AND id = (SELECT id FROM events WHERE entry_id = ? ORDER BY seq LIMIT 1)
  AND state = 'cancelled' AND entity_type = 'time_entry_start'`
const ENTRY_OF_LANE = 'SELECT coalesce(waits_for, key) AS id FROM lanes WHERE key = ?'
const GIVE_UP = `UPDATE tasks SET state = 'cancelled', payload = NULL
  WHERE seq IN ${OF_LANE} AND ${OPEN} AND state <> 'leased'`

/** Whether a person decided that nothing of this entry is delivered. */
export function isGivenUp(connection: Connection, entryId: string): boolean {
  return connection.sql(GIVEN_UP).get(entryId) !== undefined
}

/** Gives up what is open of an entry and its screenshots, except what is being sent. Returns how many tasks. */
export function giveUpEntry(connection: Connection, entryId: string, now: number): number {
  // No index: a person does this, and rarely.
  const shots = connection.sql<{ key: string }>('SELECT key FROM lanes WHERE waits_for = ?').all(entryId)
  return [entryId, ...shots.map(({ key }) => key)].reduce((sum, lane) => sum + giveUpLane(connection, lane, now), 0)
}

/** Keeps count of what was recorded of an entry after it was given up; no lane, no payload, no picture. */
export function insertGivenUp(connection: Connection, { id, lane, account, entityType, createdAt }: NewTask): void {
  connection
    .sql(
      `INSERT INTO tasks (id, lane, account_id, entity_type, priority, payload, state, attempts, created_at)
       VALUES (?, ?, ?, ?, ?, NULL, 'cancelled', 0, ?)`,
    )
    .run(id, lane, account, entityType, PRIORITY[entityType], createdAt)
}

/** What was being sent when its entry was given up, and did not arrive, is given up now. */
export function giveUpLeftOver(connection: Connection, lane: string, now: number): void {
  const entry = connection.sql<{ id: string }>(ENTRY_OF_LANE).get(lane)
  if (entry && isGivenUp(connection, entry.id)) giveUpLane(connection, lane, now)
}

function giveUpLane(connection: Connection, lane: string, now: number): number {
  const { changes } = connection.sql(GIVE_UP).run({ lane })
  if (changes > 0) refreshLane(connection, lane, { now })
  return changes
}
