import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Which blob a task needs at the server first, and how far its upload is. */
export class AddBlobs implements MigrationInterface {
  readonly name = 'AddBlobs1767312000000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES, ...TRIGGERS]) await runner.query(statement)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const trigger of ['tasks_end_their_blobs', 'tasks_take_their_blobs'])
      await runner.query(`DROP TRIGGER ${trigger}`)
    await runner.query('DROP TABLE task_blobs')
  }
}

const TABLES = [
  `CREATE TABLE task_blobs (
    task_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes INTEGER NOT NULL, media_type TEXT NOT NULL, upload_id TEXT, uploaded_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0, not_before INTEGER, reason_code TEXT, reason_message TEXT)
    STRICT, WITHOUT ROWID`,
]

const INDEXES = [
  'CREATE INDEX task_blobs_by_content ON task_blobs (account_id, sha256)',
  // A task's id is a UUID v7, so its order is the order of recording.
  'CREATE INDEX task_blobs_waiting ON task_blobs (account_id, task_id) WHERE uploaded_at IS NULL',
]

/** A task that is over names no file any more, however it ended and whoever ended it. */
const TRIGGERS = [
  `CREATE TRIGGER tasks_end_their_blobs AFTER UPDATE OF state ON tasks
    WHEN NEW.state IN ('sent', 'cancelled') AND NEW.entity_type = 'screenshot' BEGIN
    DELETE FROM task_blobs WHERE task_id = NEW.id;
  END`,
  `CREATE TRIGGER tasks_take_their_blobs AFTER DELETE ON tasks WHEN OLD.entity_type = 'screenshot' BEGIN
    DELETE FROM task_blobs WHERE task_id = OLD.id;
  END`,
]
