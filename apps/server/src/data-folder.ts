import { join, resolve } from 'node:path'
import { MeantimeError } from '@meantime/core'
import type { ServerOptions } from './options.js'

/** The absolute path of the database file. Throws DATA_FOLDER_MISSING when the options name none. */
export function databaseFileOf({ dataDir, databaseFile }: ServerOptions): string {
  if (databaseFile !== undefined) return resolve(databaseFile)
  if (dataDir !== undefined) return resolve(join(dataDir, 'meantime-server.db'))
  throw new MeantimeError({
    code: 'DATA_FOLDER_MISSING',
    kind: 'input',
    message: 'The server was not told where to keep its data.',
    hint: 'Give `dataDir` or `databaseFile`.',
  })
}
