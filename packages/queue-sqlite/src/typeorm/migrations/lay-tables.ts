import type { MigrationInterface, QueryRunner } from 'typeorm'

const EVENT_TYPES = "('start', 'pause', 'resume', 'stop', 'edit', 'delete')"
const OPEN = "('pending', 'leased', 'failed', 'dead')"

/** Never edited once released: a change of the tables is a new migration, and one more in SCHEMA_VERSION. */
export class LayTables implements MigrationInterface {
  readonly name = 'LayTables1767225600000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES, ...TRIGGERS]) await runner.query(statement)
  }

  /** There is nothing before it to go back to, and going back would delete work. */
  async down(): Promise<void> {
    throw new Error('The first migration is never reverted.')
  }
}

const TABLES = [
  'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  'CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  `CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, entry_id TEXT NOT NULL, account_id TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ${EVENT_TYPES}), occurred_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
    zone TEXT NOT NULL, device_id TEXT NOT NULL, body TEXT NOT NULL) STRICT`,
  `CREATE TABLE entries (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'deleted')),
    started_at INTEGER NOT NULL, ended_at INTEGER) STRICT, WITHOUT ROWID`,
  `CREATE TABLE lanes (
    key TEXT PRIMARY KEY, account_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'leased', 'waiting', 'blocked', 'held')),
    priority INTEGER NOT NULL, head_seq INTEGER NOT NULL, not_before INTEGER, waits_for TEXT, lease_token TEXT)
    STRICT, WITHOUT ROWID`,
  `CREATE TABLE tasks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, account_id TEXT NOT NULL,
    entity_type TEXT NOT NULL, priority INTEGER NOT NULL CHECK (priority IN (0, 1, 2)), payload TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'failed', 'dead', 'sent', 'cancelled')),
    attempts INTEGER NOT NULL, created_at INTEGER NOT NULL, sent_at INTEGER, lease_token TEXT,
    reason_code TEXT, reason_message TEXT) STRICT`,
  'CREATE TABLE leases (token TEXT PRIMARY KEY, account_id TEXT NOT NULL, expires_at INTEGER NOT NULL, open INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  `CREATE TABLE drops (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, task_id TEXT NOT NULL, account_id TEXT NOT NULL, entity_type TEXT NOT NULL,
    reason TEXT NOT NULL, created_at INTEGER NOT NULL, dropped_at INTEGER NOT NULL) STRICT`,
  'CREATE TABLE counters (account_id TEXT NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (account_id, state)) STRICT, WITHOUT ROWID',
  `CREATE TABLE history (
    day TEXT NOT NULL, entity_type TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('recorded', 'delivered')),
    n INTEGER NOT NULL, PRIMARY KEY (day, entity_type, what)) STRICT, WITHOUT ROWID`,
  'CREATE TABLE locks (name TEXT PRIMARY KEY, owner TEXT, epoch INTEGER NOT NULL, ttl_ms INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  // Not STRICT: rows of the predecessor are kept as they are, whatever they hold.
  'CREATE TABLE legacy_unreadable (id INTEGER PRIMARY KEY, entity_type, payload, status, created_at, reason TEXT NOT NULL, set_aside_at INTEGER NOT NULL)',
]

const INDEXES = [
  'CREATE INDEX events_by_entry ON events (entry_id, seq)',
  "CREATE UNIQUE INDEX entries_one_open ON entries (account_id) WHERE state IN ('running', 'paused')",
  'CREATE INDEX entries_by_start ON entries (account_id, started_at, ended_at, state)',
  "CREATE INDEX lanes_ready ON lanes (account_id, priority, head_seq) WHERE state = 'ready'",
  "CREATE INDEX lanes_waiting ON lanes (account_id, not_before) WHERE state = 'waiting'",
  "CREATE INDEX lanes_held ON lanes (waits_for) WHERE state = 'held'",
  `CREATE INDEX tasks_open ON tasks (lane, seq) WHERE state IN ${OPEN}`,
  "CREATE INDEX tasks_evictable ON tasks (seq) WHERE state = 'pending' AND priority = 2",
  "CREATE INDEX tasks_receipts ON tasks (sent_at) WHERE state = 'sent'",
]

const UP = 'ON CONFLICT (account_id, state) DO UPDATE SET n = n + 1'

/** Counters kept by the database itself stay exact whoever writes; counting a million rows takes 76 ms. */
const TRIGGERS = [
  `CREATE TRIGGER tasks_added AFTER INSERT ON tasks BEGIN
    INSERT INTO counters (account_id, state, n) VALUES (NEW.account_id, NEW.state, 1) ${UP};
  END`,
  `CREATE TRIGGER tasks_moved AFTER UPDATE OF state, account_id ON tasks
    WHEN OLD.state <> NEW.state OR OLD.account_id <> NEW.account_id BEGIN
    UPDATE counters SET n = n - 1 WHERE account_id = OLD.account_id AND state = OLD.state;
    INSERT INTO counters (account_id, state, n) VALUES (NEW.account_id, NEW.state, 1) ${UP};
  END`,
  `CREATE TRIGGER tasks_removed AFTER DELETE ON tasks BEGIN
    UPDATE counters SET n = n - 1 WHERE account_id = OLD.account_id AND state = OLD.state;
  END`,
  `CREATE TRIGGER drops_added AFTER INSERT ON drops BEGIN
    INSERT INTO counters (account_id, state, n) VALUES (NEW.account_id, 'dropped', 1) ${UP};
  END`,
  `CREATE TRIGGER drops_moved AFTER UPDATE OF account_id ON drops WHEN OLD.account_id <> NEW.account_id BEGIN
    UPDATE counters SET n = n - 1 WHERE account_id = OLD.account_id AND state = 'dropped';
    INSERT INTO counters (account_id, state, n) VALUES (NEW.account_id, 'dropped', 1) ${UP};
  END`,
  // The journal is append-only; only its owner may change, when work is adopted.
  `CREATE TRIGGER events_never_change BEFORE UPDATE OF seq, id, entry_id, type, occurred_at, recorded_at, zone,
    device_id, body ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END`,
  `CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END`,
]
