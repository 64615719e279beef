import type { Connection } from '../file/connection.js'
import { giveUpLeftOver } from './given-up.js'
import { refreshLane } from './lanes.js'
import { OF_LANE, OPEN } from './rows.js'

const CLOCK_SLACK_MS = 60_000

/**
 * Gives back what expired leases hold: pending again, no attempt spent. A deadline further away than any lease can
 * reach was set before the clock was put back, and counts as expired.
 */
export function reclaimExpired(connection: Connection, now: number, leaseMs: number): void {
  const expired = connection
    .sql<{ token: string }>('SELECT token FROM leases WHERE expires_at <= ? OR expires_at > ?')
    .all(now, now + leaseMs + CLOCK_SLACK_MS)
  for (const { token } of expired) {
    const lanes = connection
      .sql<{ key: string }>("SELECT key FROM lanes WHERE state = 'leased' AND lease_token = ?")
      .all(token)
    for (const { key } of lanes) {
      connection
        .sql(
          `UPDATE tasks SET state = 'pending', lease_token = NULL
           WHERE seq IN ${OF_LANE} AND ${OPEN} AND lease_token = :token`,
        )
        .run({ lane: key, token })
      refreshLane(connection, key, { now })
      giveUpLeftOver(connection, key, now)
    }
    connection.sql('DELETE FROM leases WHERE token = ?').run(token)
  }
}

/** Whole leases expire or are settled, never parts, so a lease is held for as long as its row is there. */
export function renewLease(connection: Connection, token: string, expiresAt: number): boolean {
  return connection.sql('UPDATE leases SET expires_at = ? WHERE token = ?').run(expiresAt, token).changes === 1
}

/** Takes settled tasks off the lease; the last ones end it. */
export function shrinkLease(connection: Connection, token: string, settled: number): void {
  const left = connection.sql<number>('UPDATE leases SET open = open - ? WHERE token = ? RETURNING open').pluck()
  if ((left.get(settled, token) ?? 0) <= 0) connection.sql('DELETE FROM leases WHERE token = ?').run(token)
}
