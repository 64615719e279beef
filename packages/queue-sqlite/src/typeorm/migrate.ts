import { QueryFailedError } from 'typeorm'
import { dataSource, withDataSource } from './data-source.js'

/** Runs the migrations that the file has not seen, in one transaction. The caller holds the file's lock. */
export async function migrate(file: string): Promise<void> {
  try {
    await withDataSource(dataSource(file), (source) => source.runMigrations())
  } catch (error) {
    // SQLite's own error carries the code that tells a full disk from a damaged file.
    throw error instanceof QueryFailedError ? error.driverError : error
  }
}
