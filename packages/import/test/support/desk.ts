import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountId, ScreenshotOutbox, type StateStore } from '@meantime/core'
import { ManualClock, MemoryBlobStore, MemoryJournal, MemoryQueue, sequentialIds } from '@meantime/testkit'
import { onTestFinished } from 'vitest'
import { type InspectOptions, inspect } from '../../src/hubnity/index.js'

export const ANN = '0190a000-0000-7000-8000-00000000000a' as AccountId

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meantime-import-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Journal, queue, pictures and state in memory. */
export function desk({ clock = new ManualClock(), capacity = 10_000 } = {}) {
  const newId = sequentialIds(clock)
  const queue = new MemoryQueue(clock, newId, capacity)
  const journal = new MemoryJournal(queue, clock, newId)
  const blobs = new MemoryBlobStore()
  const profile = { accountId: ANN, email: 'ann@example.org', server: 'https://x' }
  const profiles = { current: () => profile, save: async () => undefined }
  const screenshots = new ScreenshotOutbox(blobs, queue, profiles, newId)
  return { clock, queue, journal, blobs, screenshots, state: memoryState(), account: ANN }
}

export function memoryState(): StateStore {
  const values = new Map<string, unknown>()
  return {
    get: async <T>(key: string) => values.get(key) as T | undefined,
    set: async (key, value) => void values.set(key, value),
    update: async <T>(key: string, change: (current: T | undefined) => T | undefined) => {
      const next = change(values.get(key) as T | undefined)
      values.set(key, next)
      return next
    },
  }
}

/** What is in a database, closed when the test ends. */
export async function findings(path: string, more: Partial<InspectOptions> = {}) {
  const scratch = join(tempFolder(), 'scratch')
  const found = await inspect({ path, scratch, clock: new ManualClock(), env: {}, ...more })
  onTestFinished(() => found.close())
  return found
}
