import { join } from 'node:path'
import {
  type AccountId,
  type App,
  coreServices,
  createApp,
  isMeantimeError,
  JOURNAL,
  LOCKS,
  PROFILES,
  STATE_STORE,
  TASK_QUEUE,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { fileProfiles } from '@meantime/settings'

export const ANN = 'aaaaaaaa-0000-7000-8000-000000000001' as AccountId

export interface World {
  readonly app: App
  readonly folder: string
}

export const databaseIn = (folder: string): string => join(folder, 'meantime.db')
export const settingsIn = (folder: string): string => join(folder, 'settings.json')

/** The parts of an app that write to the disk, as the command line composes them. */
export async function openWorld(folder: string): Promise<World> {
  const file = databaseIn(folder)
  const app = createApp({
    plugins: [
      coreServices(),
      // Receipts are purged at once, so that the purge is one of the writes.
      sqliteQueue({ file, receiptDays: 0 }),
      fileProfiles({ file: join(folder, 'profile.json') }),
    ],
  })
  await app.start(JOURNAL, TASK_QUEUE, STATE_STORE, LOCKS, PROFILES)
  return { app, folder }
}

/** Undefined when it is what a person can be told of a full disk. */
export function unclear(error: unknown): string | undefined {
  if (!isMeantimeError(error)) return `not an error for a person: ${(error as Error).stack}`
  const { code, kind, safe, hint, cause } = error
  if (code === 'DISK_FULL' && kind === 'storage' && safe && hint) return undefined
  return `${kind} ${code} “${error.message}” safe: ${safe} hint: ${hint} cause: ${String(cause)} ${(cause as { code?: string })?.code}`
}
