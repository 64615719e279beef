import type { Value } from './record.js'

/** What a column may hold; `?` also nothing, `*` anything, even a damaged text: it is mended, or done without. */
type Kind = 'text' | 'text?' | 'int' | 'int?' | '*'

export interface Shape {
  /** In the order of the table's CREATE statement. */
  readonly columns: Readonly<Record<string, Kind>>
  /** The column that the row id stands for; a table without row ids has none. */
  readonly rowid?: string
  /** Tells rows from those of another table, or of an index, that has the same kinds of columns. */
  is(row: Row): boolean
}

export type Row = Readonly<Record<string, Value>>

const EVENT_TYPES = ['start', 'pause', 'resume', 'stop', 'edit', 'delete']
const TASK_STATES = ['pending', 'leased', 'failed', 'dead', 'sent', 'cancelled']
const SHOT_STATES = ['held', 'queued', 'sent', 'deleted', 'dropped', 'skipped']
const LANE_STATES = ['ready', 'leased', 'waiting', 'blocked', 'held']
const LEGACY_STATES = ['pending', 'sent', 'failed', 'cancelled']
const ENTRY_STATES = ['running', 'paused', 'stopped', 'deleted']

/**
 * How rows of our tables look, so that a page tells by itself what it holds. Counters and leases are not here: they
 * follow from the rest. A migration that adds a table adds its shape, one that adds columns behind the others need not.
 */
export const SHAPES = {
  events: {
    columns: {
      seq: 'int',
      id: 'text',
      entry_id: 'text',
      account_id: '*',
      type: 'text',
      occurred_at: 'int',
      recorded_at: 'int',
      zone: 'text',
      device_id: 'text',
      body: 'text',
    },
    rowid: 'seq',
    is: ({ type, body }) => EVENT_TYPES.includes(String(type)) && /^\{/.test(String(body)),
  },
  tasks: {
    columns: {
      seq: 'int',
      id: 'text',
      lane: 'text',
      account_id: '*',
      entity_type: 'text',
      priority: 'int',
      payload: '*',
      state: 'text',
      attempts: 'int',
      created_at: 'int',
      sent_at: 'int?',
      lease_token: '*',
      reason_code: '*',
      reason_message: '*',
    },
    rowid: 'seq',
    is: ({ state }) => TASK_STATES.includes(String(state)),
  },
  lanes: {
    columns: {
      key: 'text',
      account_id: '*',
      state: 'text',
      priority: 'int',
      head_seq: 'int',
      not_before: 'int?',
      waits_for: 'text?',
      lease_token: '*',
    },
    is: ({ state }) => LANE_STATES.includes(String(state)),
  },
  task_blobs: {
    columns: {
      task_id: 'text',
      account_id: 'text',
      sha256: 'text',
      bytes: 'int',
      media_type: 'text',
      upload_id: '*',
      uploaded_at: 'int?',
    },
    is: ({ sha256, media_type }) => /^[0-9a-f]{64}$/.test(String(sha256)) && String(media_type).includes('/'),
  },
  shots: {
    columns: {
      id: 'text',
      account_id: '*',
      entry_id: 'text',
      taken_at: 'int',
      monitor: '*',
      state: 'text',
      reason: '*',
      hold_until: 'int?',
      hold_ms: 'int?',
      sha256: 'text?',
      bytes: 'int?',
      media_type: 'text?',
      width: 'int?',
      height: 'int?',
      redacted: 'int?',
      ended_at: 'int?',
    },
    is: ({ state, sha256 }) =>
      SHOT_STATES.includes(String(state)) && (sha256 === null || /^[0-9a-f]{64}$/.test(String(sha256))),
  },
  entries: {
    columns: { id: 'text', account_id: '*', state: 'text', started_at: 'int', ended_at: 'int?' },
    is: ({ state }) => ENTRY_STATES.includes(String(state)),
  },
  drops: {
    columns: {
      seq: 'int',
      task_id: 'text',
      account_id: 'text',
      entity_type: 'text',
      reason: 'text',
      created_at: 'int',
      dropped_at: 'int',
    },
    rowid: 'seq',
    is: ({ reason }) => /^[A-Z_]+$/.test(String(reason)),
  },
  history: {
    columns: { day: 'text', entity_type: 'text', what: 'text', n: 'int' },
    is: ({ what }) => what === 'recorded' || what === 'delivered',
  },
  locks: {
    columns: { name: 'text', owner: 'text?', epoch: 'int', ttl_ms: 'int', expires_at: 'int' },
    // Of the other five-column rows none ends in three numbers.
    is: () => true,
  },
  legacy_unreadable: {
    columns: {
      id: 'int',
      entity_type: '*',
      payload: '*',
      status: '*',
      created_at: '*',
      reason: 'text',
      set_aside_at: 'int',
    },
    rowid: 'id',
    is: () => true,
  },
  sequences: {
    columns: { name: 'text', seq: 'int' },
    rowid: '',
    is: ({ name }) => name === 'events' || name === 'tasks' || name === 'drops',
  },
  /** The predecessor's queue. */
  sync_queue: {
    columns: {
      id: 'int',
      entity_type: 'text',
      payload: 'text',
      status: 'text',
      retry_count: 'int?',
      created_at: 'int',
      last_retry_at: 'int?',
    },
    rowid: 'id',
    is: ({ status }) => LEGACY_STATES.includes(String(status)),
  },
  meta: {
    columns: { key: 'text', value: 'text' },
    is: ({ key, value }) => key === 'device_id' && String(value).length > 0,
  },
  state: {
    columns: { key: 'text', value: 'text' },
    // An index over two ids has the same columns; an id is no JSON.
    is: ({ key, value }) => /^[a-z]/i.test(String(key)) && isJson(String(value)),
  },
} as const satisfies Readonly<Record<string, Shape>>

export type Table = keyof typeof SHAPES

/** Tables of fewer columns look like each other; they never get more. */
const NARROW = 5

/** The table that a row can be from, with its columns by name; undefined for an index and for other tables. */
export function recognised(
  rowid: number | undefined,
  values: readonly Value[],
): { table: Table; row: Row } | undefined {
  for (const [table, shape] of Object.entries(SHAPES) as [Table, Shape][]) {
    if ((shape.rowid !== undefined) !== (rowid !== undefined)) continue
    const names = Object.keys(shape.columns)
    if (values.length < names.length || (names.length < NARROW && values.length > names.length)) continue
    const row = Object.fromEntries(names.map((name, at) => [name, name === shape.rowid ? rowid : values[at]]))
    if (names.every((name) => fits(row[name], shape.columns[name])) && shape.is(row)) return { table, row }
  }
  return undefined
}

function fits(value: Value, kind: Kind | undefined): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string'
    case 'text?':
      return typeof value === 'string' || value === null
    case 'int':
      return Number.isSafeInteger(value)
    case 'int?':
      return value === null || Number.isSafeInteger(value)
    default:
      return true
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
