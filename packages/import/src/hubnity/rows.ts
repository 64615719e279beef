import type Database from 'better-sqlite3'

/** A row of the former client's `sync_queue` without its payload, as any of its versions wrote it. */
export interface QueueRow {
  readonly id: number
  readonly entity_type: unknown
  readonly status: unknown
  readonly created_at: unknown
  /** Bytes of the payload. */
  readonly size: number
}

/** Rows between two that could be read, which cannot: the file is damaged there. */
export interface Gap {
  readonly gapAfter: number
  /** Absent when nothing behind the damage can be read. */
  readonly gapBefore?: number
}

/** A picture of some MB in base64 is less; what is larger is no payload. */
const LARGEST_PAYLOAD = 64 * 1024 * 1024

/** Only the columns that every version had. The size comes from the row's head: no payload is read for it. */
const COLUMNS = 'id, entity_type, status, created_at, octet_length(payload) AS size'

/** In their order, one at a time. Around a damaged page it goes on from the other end. */
export function* queueRows(database: Database.Database): Generator<QueueRow | Gap> {
  const next = database.prepare<[number], QueueRow>(
    `SELECT ${COLUMNS} FROM sync_queue WHERE id > ? ORDER BY id LIMIT 1`,
  )
  let last = Number.MIN_SAFE_INTEGER
  for (;;) {
    const row = attempt(() => next.get(last))
    if (row === undefined) return
    // A damaged tree may lead back, again and again: SQLite trusts the order of its pages.
    if (row === DAMAGED || !(row.id > last)) break
    yield row
    last = row.id
  }
  const behind = rowsBehind(database, last)
  const first = behind[0]
  yield first === undefined ? { gapAfter: last } : { gapAfter: last, gapBefore: first.id }
  yield* behind
}

function rowsBehind(database: Database.Database, damage: number): QueueRow[] {
  const before = database.prepare<[number, number], QueueRow>(
    `SELECT ${COLUMNS} FROM sync_queue WHERE id < ? AND id > ? ORDER BY id DESC LIMIT 1`,
  )
  const rows: QueueRow[] = []
  for (let first = Number.MAX_SAFE_INTEGER; ; ) {
    const row = attempt(() => before.get(first, damage))
    if (row === DAMAGED || row === undefined || !(row.id < first && row.id > damage)) return rows.reverse()
    rows.push(row)
    first = row.id
  }
}

/** Undefined when it is gone, damaged, or too large to be one. */
export function payloadOf(database: Database.Database, { id, size }: Pick<QueueRow, 'id' | 'size'>): unknown {
  if (size > LARGEST_PAYLOAD) return undefined
  const read = database.prepare<[number], { payload: unknown }>('SELECT payload FROM sync_queue WHERE id = ?')
  const row = attempt(() => read.get(id))
  return row === DAMAGED ? undefined : row?.payload
}

const DAMAGED = Symbol('damaged')

function attempt<T>(read: () => T): T | typeof DAMAGED {
  try {
    return read()
  } catch (error) {
    const code = String((error as { code?: unknown }).code)
    if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_IOERR')) return DAMAGED
    throw error
  }
}

/** One day of the former client's clock. */
export interface DayRow {
  readonly day: unknown
  readonly accumulated_seconds: unknown
  readonly state: unknown
}

/** Undefined when the table is damaged; empty when there is none. */
export function dayRows(database: Database.Database): readonly DayRow[] | undefined {
  if (!hasTable(database, 'time_entries')) return []
  const rows = attempt(() => database.prepare<[], DayRow>('SELECT * FROM time_entries ORDER BY day').all())
  return rows === DAMAGED ? undefined : rows
}

/** Who used it last, if the file says so: old ones do not. */
export function currentUser(database: Database.Database): string | undefined {
  if (!hasTable(database, 'app_meta')) return undefined
  const read = database.prepare<[], { value: unknown }>("SELECT value FROM app_meta WHERE key = 'current_user_id'")
  const row = attempt(() => read.get())
  return row !== DAMAGED && typeof row?.value === 'string' && row.value !== '' ? row.value : undefined
}

export function hasTable(database: Database.Database, name: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined
}
