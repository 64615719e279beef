import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm'

/** Pictures and what they show. An account's pictures go with it; nothing is shared between accounts. */
export class Screenshots1790000000001 implements MigrationInterface {
  readonly name = 'Screenshots1790000000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'blobs',
        columns: [
          { ...ID, name: 'account_id', isPrimary: true },
          { ...WORD, name: 'sha256', isPrimary: true },
          { name: 'bytes', type: 'integer' },
          { name: 'uploaded_at', type: 'bigint' },
        ],
        indices: [{ name: 'blobs_by_age', columnNames: ['uploaded_at'] }],
        foreignKeys: [ownedByAccount('blobs_account')],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'screenshots',
        columns: [
          { ...ID, name: 'account_id', isPrimary: true },
          { ...ID, name: 'id', isPrimary: true },
          { ...ID, name: 'entry_id' },
          { name: 'taken_at', type: 'bigint' },
          { name: 'monitor', type: 'text', isNullable: true },
          { ...WORD, name: 'sha256' },
          { name: 'bytes', type: 'integer' },
          { ...WORD, name: 'media_type' },
        ],
        indices: [
          { name: 'screenshots_newest_first', columnNames: ['account_id', 'taken_at', 'id'] },
          { name: 'screenshots_by_blob', columnNames: ['account_id', 'sha256'] },
        ],
        foreignKeys: [ownedByAccount('screenshots_account')],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['screenshots', 'blobs']) await runner.dropTable(table)
  }
}

const ID = { type: 'varchar', length: '36' } satisfies Partial<TableColumnOptions>
const WORD = { type: 'varchar', length: '64' } satisfies Partial<TableColumnOptions>

const ownedByAccount = (name: string) => ({
  name,
  columnNames: ['account_id'],
  referencedTableName: 'accounts',
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE',
})
