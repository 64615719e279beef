import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm'

/** Written with TypeORM's table API, not in SQL, so that it makes the same tables on PostgreSQL. */
export class Initial1790000000000 implements MigrationInterface {
  readonly name = 'Initial1790000000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'accounts',
        columns: [
          id('id', KEY),
          text('email'),
          text('email_key'),
          text('name', NULLABLE),
          text('password_hash'),
          instant('created_at'),
        ],
        indices: [{ name: 'accounts_by_email', columnNames: ['email_key'], isUnique: true }],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'token_families',
        columns: [id('id', KEY), id('account_id'), instant('created_at'), instant('revoked_at', NULLABLE)],
        indices: [{ name: 'token_families_by_account', columnNames: ['account_id'] }],
        foreignKeys: [ownedByAccount('token_families_account')],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'refresh_tokens',
        columns: [
          word('hash', KEY),
          id('family_id'),
          instant('expires_at'),
          word('successor_hash', NULLABLE),
          instant('revoked_at', NULLABLE),
        ],
        indices: [
          { name: 'refresh_tokens_by_family', columnNames: ['family_id'] },
          { name: 'refresh_tokens_by_expiry', columnNames: ['expires_at'] },
        ],
        foreignKeys: [
          {
            name: 'refresh_tokens_family',
            columnNames: ['family_id'],
            referencedTableName: 'token_families',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          },
        ],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'events',
        columns: [
          { name: 'position', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          id('account_id'),
          id('id'),
          id('entry_id'),
          word('type'),
          instant('occurred_at'),
          text('payload'),
          instant('received_at'),
        ],
        indices: [
          { name: 'events_by_id', columnNames: ['account_id', 'id'], isUnique: true },
          { name: 'events_by_entry', columnNames: ['account_id', 'entry_id', 'position'] },
        ],
        foreignKeys: [ownedByAccount('events_account')],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'receipts',
        columns: [id('account_id', KEY), id('item_id', KEY), word('fingerprint'), { name: 'seq', type: 'integer' }],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'entries',
        columns: [
          id('account_id', KEY),
          id('id', KEY),
          word('state'),
          text('description'),
          text('project', NULLABLE),
          word('zone'),
          instant('started_at'),
          instant('ended_at', NULLABLE),
          text('segments'),
          text('anomalies'),
        ],
        indices: [{ name: 'entries_newest_first', columnNames: ['account_id', 'started_at', 'id'] }],
        foreignKeys: [ownedByAccount('entries_account')],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'projects',
        columns: [
          id('account_id', KEY),
          id('id', KEY),
          text('name'),
          text('name_key'),
          { name: 'archived', type: 'boolean', default: false },
          instant('created_at'),
        ],
        indices: [{ name: 'projects_by_name', columnNames: ['account_id', 'name_key'], isUnique: true }],
        foreignKeys: [ownedByAccount('projects_account')],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['projects', 'entries', 'receipts', 'events', 'refresh_tokens', 'token_families', 'accounts'])
      await runner.dropTable(table)
  }
}

type Extra = Partial<TableColumnOptions>

const KEY: Extra = { isPrimary: true }
const NULLABLE: Extra = { isNullable: true }

const id = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'varchar', length: '36', ...extra })
const word = (name: string, extra: Extra = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: '64',
  ...extra,
})
const text = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'text', ...extra })
const instant = (name: string, extra: Extra = {}): TableColumnOptions => ({ name, type: 'bigint', ...extra })

const ownedByAccount = (name: string) => ({
  name,
  columnNames: ['account_id'],
  referencedTableName: 'accounts',
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE',
})
