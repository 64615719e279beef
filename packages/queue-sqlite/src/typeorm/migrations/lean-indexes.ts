import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Every index is a page more in each commit (decision 084). Screenshots and samples are lanes of their own, so the lane's
 * row finds them: what is open of an entry is indexed for entries alone, and what can be given up is looked for in lanes.
 */
export class LeanIndexes implements MigrationInterface {
  readonly name = 'LeanIndexes1796000000000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of LEAN) await runner.query(statement)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of AS_BEFORE) await runner.query(statement)
  }
}

const OPEN = "state IN ('pending', 'leased', 'failed', 'dead')"

const LEAN = [
  'DROP INDEX tasks_evictable',
  'DROP INDEX tasks_open',
  `CREATE INDEX tasks_open ON tasks (lane, seq) WHERE priority < 2 AND ${OPEN}`,
  "CREATE INDEX lanes_kept ON lanes (priority, head_seq) WHERE state IN ('held', 'waiting')",
]

const AS_BEFORE = [
  'DROP INDEX lanes_kept',
  'DROP INDEX tasks_open',
  `CREATE INDEX tasks_open ON tasks (lane, seq) WHERE ${OPEN}`,
  "CREATE INDEX tasks_evictable ON tasks (seq) WHERE state = 'pending' AND priority = 2",
]
