import { hostname } from 'node:os'
import { type Clock, type HeldLock, type LockOptions, type Locks, type NewId, runs } from '@meantime/core'
import type { Connection } from './file/connection.js'
import type { SqliteFile } from './file/sqlite-file.js'

interface LockRow {
  owner: string | null
  epoch: number
  ttl_ms: number
  expires_at: number
}

interface Taking {
  readonly name: string
  readonly owner: string
  readonly ttlMs: number
  readonly takeFrom: number | undefined
}

/** A lock does not outlive the power: all its possible holders are gone then. */
const VOLATILE = { silent: true, relaxed: true }

/** Locks as rows: a random owner proves who holds one, a clock deadline frees it when the holder died. */
export class SqliteLocks implements Locks {
  constructor(
    private readonly file: SqliteFile,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  async tryAcquire(name: string, ttlMs: number, { takeFrom }: LockOptions = {}): Promise<HeldLock | undefined> {
    const owner = ownerOf(this.newId())
    const epoch = await this.file.write(
      (connection) => this.take(connection, { name, owner, ttlMs, takeFrom }),
      VOLATILE,
    )
    if (epoch === undefined) return undefined
    return {
      epoch,
      renew: () => this.renew(name, owner, ttlMs),
      release: () => this.release(name, owner),
    }
  }

  async isHeld(name: string): Promise<boolean> {
    const row = await this.file.read((connection) =>
      connection.sql<LockRow>('SELECT owner, epoch, ttl_ms, expires_at FROM locks WHERE name = ?').get(name),
    )
    return row !== undefined && isHeld(row, this.clock.now()) && mayLive(row.owner ?? '')
  }

  private take(connection: Connection, { name, owner, ttlMs, takeFrom }: Taking): number | undefined {
    const now = this.clock.now()
    const row = connection.sql<LockRow>('SELECT owner, epoch, ttl_ms, expires_at FROM locks WHERE name = ?').get(name)
    if (row && isHeld(row, now) && row.epoch !== takeFrom) return undefined
    const epoch = (row?.epoch ?? 0) + 1
    connection
      .sql(
        `INSERT INTO locks (name, owner, epoch, ttl_ms, expires_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, epoch = excluded.epoch,
           ttl_ms = excluded.ttl_ms, expires_at = excluded.expires_at`,
      )
      .run(name, owner, epoch, ttlMs, now + ttlMs)
    return epoch
  }

  private async renew(name: string, owner: string, ttlMs: number): Promise<boolean> {
    const until = this.clock.now() + ttlMs
    const { changes } = await this.file.write(
      (connection) =>
        connection.sql('UPDATE locks SET expires_at = ? WHERE name = ? AND owner = ?').run(until, name, owner),
      VOLATILE,
    )
    return changes === 1
  }

  /** The row stays, so that the epoch goes on growing. */
  private async release(name: string, owner: string): Promise<void> {
    await this.file.write(
      (connection) => connection.sql('UPDATE locks SET owner = NULL WHERE name = ? AND owner = ?').run(name, owner),
      VOLATILE,
    )
  }
}

/** The id proves who holds it; the rest tells the others where to look whether that program still runs. */
const ownerOf = (id: string): string => `${id} ${process.pid} ${hostname()}`

/** The process ids of another computer or container say nothing here, and an earlier version wrote none. */
function mayLive(owner: string): boolean {
  const [, pid, ...host] = owner.split(' ')
  return pid === undefined || host.join(' ') !== hostname() || runs(Number(pid))
}

/** A deadline more than two TTLs away was set before the clock was put back: nobody renews it any more. */
function isHeld({ owner, ttl_ms, expires_at }: LockRow, now: number): boolean {
  return owner !== null && expires_at > now && expires_at <= now + 2 * ttl_ms
}
