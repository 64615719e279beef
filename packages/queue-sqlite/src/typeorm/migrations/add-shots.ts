import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What became of every moment at which a picture was due: a log for the person, and the pictures that are held here. */
export class AddShots implements MigrationInterface {
  readonly name = 'AddShots1767398400000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES, ...TRIGGERS]) await runner.query(statement)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const trigger of ['tasks_end_their_shots', 'tasks_given_up_end_their_shots', 'drops_end_their_shots'])
      await runner.query(`DROP TRIGGER ${trigger}`)
    await runner.query('DROP TABLE shots')
  }
}

const TABLES = [
  // `redacted` is how many areas, -1 for the whole picture. `hold_ms` is how long it was meant to be held, whatever the
  // clock does. Without `sha256` there is no picture here (any more).
  `CREATE TABLE shots (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL, entry_id TEXT NOT NULL, taken_at INTEGER NOT NULL, monitor TEXT,
    state TEXT NOT NULL CHECK (state IN ('held', 'queued', 'sent', 'deleted', 'dropped', 'skipped')), reason TEXT,
    hold_until INTEGER, hold_ms INTEGER, sha256 TEXT CHECK (length(sha256) = 64), bytes INTEGER, media_type TEXT,
    width INTEGER, height INTEGER, redacted INTEGER, ended_at INTEGER,
    CHECK (state <> 'held' OR (sha256 IS NOT NULL AND hold_until IS NOT NULL))) STRICT, WITHOUT ROWID`,
]

const INDEXES = [
  'CREATE INDEX shots_by_time ON shots (account_id, taken_at)',
  "CREATE INDEX shots_held ON shots (account_id, hold_until, taken_at) WHERE state = 'held'",
  "CREATE INDEX shots_over ON shots (ended_at) WHERE state NOT IN ('held', 'queued')",
]

/** A picture that is not here any more leaves nothing of itself behind, its hash neither. */
const NO_PICTURE = 'sha256 = NULL, bytes = NULL, media_type = NULL, width = NULL, height = NULL'

/** However a task ends and whoever ends it, its shot ends with it. */
const TRIGGERS = [
  `CREATE TRIGGER tasks_end_their_shots AFTER UPDATE OF state ON tasks
    WHEN NEW.state IN ('sent', 'cancelled') AND NEW.entity_type = 'screenshot' BEGIN
    UPDATE shots SET state = CASE NEW.state WHEN 'sent' THEN 'sent' ELSE 'deleted' END,
      reason = CASE NEW.state WHEN 'sent' THEN NULL ELSE 'by-person' END, ended_at = NEW.sent_at, ${NO_PICTURE}
    WHERE id = NEW.id AND state = 'queued';
  END`,
  // Of an entry that was given up, it is cancelled as it comes.
  `CREATE TRIGGER tasks_given_up_end_their_shots AFTER INSERT ON tasks
    WHEN NEW.state = 'cancelled' AND NEW.entity_type = 'screenshot' BEGIN
    UPDATE shots SET state = 'deleted', reason = 'by-person', ${NO_PICTURE} WHERE id = NEW.id AND state = 'queued';
  END`,
  `CREATE TRIGGER drops_end_their_shots AFTER INSERT ON drops WHEN NEW.entity_type = 'screenshot' BEGIN
    UPDATE shots SET state = 'dropped', reason = 'queue-full', ended_at = NEW.dropped_at, ${NO_PICTURE}
    WHERE id = NEW.task_id AND state = 'queued';
  END`,
]
