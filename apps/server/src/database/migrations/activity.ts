import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm'

/** Samples of activity; an account's go with it. */
export class Activity1790000000002 implements MigrationInterface {
  readonly name = 'Activity1790000000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'activity',
        columns: [
          { ...ID, name: 'account_id', isPrimary: true },
          { ...ID, name: 'id', isPrimary: true },
          { ...ID, name: 'entry_id' },
          { name: 'begins_at', type: 'bigint' },
          { name: 'minutes', type: 'text' },
        ],
        indices: [{ name: 'activity_newest_first', columnNames: ['account_id', 'begins_at', 'id'] }],
        foreignKeys: [
          {
            name: 'activity_account',
            columnNames: ['account_id'],
            referencedTableName: 'accounts',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          },
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('activity')
  }
}

const ID = { type: 'varchar', length: '36' } satisfies Partial<TableColumnOptions>
