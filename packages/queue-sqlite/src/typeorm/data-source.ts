import Database from 'better-sqlite3'
import { DataSource } from 'typeorm'
import { refuseUnsafeNode } from '../file/open-connection.js'
import { DropEntity, HistoryEntity, TaskEntity } from './entities.js'
import { AddBlobs } from './migrations/add-blobs.js'
import { AddShots } from './migrations/add-shots.js'
import { LayTables } from './migrations/lay-tables.js'
import { LeanIndexes } from './migrations/lean-indexes.js'

/**
 * TypeORM's own connection, for migrations and reports only: it shares one query runner and begins plain
 * transactions, so it never carries the hot path. The schema comes from the migrations, never from `synchronize`.
 */
export function dataSource(file: string, { readonly = false } = {}): DataSource {
  refuseUnsafeNode(process.versions.node)
  return new DataSource({
    type: 'better-sqlite3',
    driver: Database,
    database: file,
    readonly,
    entities: [TaskEntity, DropEntity, HistoryEntity],
    migrations: [LayTables, AddBlobs, AddShots, LeanIndexes],
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: false,
    prepareDatabase: (database: Database.Database) => {
      database.pragma('synchronous = FULL')
      database.pragma('temp_store = MEMORY')
    },
  })
}

/** Opens, works, and closes also when the work fails. */
export async function withDataSource<T>(source: DataSource, work: (source: DataSource) => Promise<T>): Promise<T> {
  await source.initialize()
  try {
    return await work(source)
  } finally {
    await source.destroy()
  }
}
