import {
  CLOCK,
  type EntryId,
  NEW_ID,
  override,
  SHOT_KEEPER,
  SHOT_LEDGER,
  type Shot,
  type TaskId,
  TIME_TRACKER,
} from '@meantime/core'
import { dataPaths } from '@meantime/settings'
import { onTestFinished } from 'vitest'
import { compose } from '../../src/index.js'
import type { Desk } from './in-process.js'

/** A real WebP, 64 × 48: two colours across, two down. */
export const WEBP = Buffer.from(
  'UklGRnYAAABXRUJQVlA4IGoAAABQBQCdASpAADAAPpU6l0gloyIhMqgAsBKJQBllQC/APxm2fDgH4zVn4DxPgZXGSN4kOwAA/vBFszYAEXjUHlyp' +
    'dkY7wZr8A7CXUm7Kdsp36D/u9f/+tDVEvB28PQzLHMOsdQX5B8JoAAAA',
  'base64',
)

/** The other program on the desk's data folder, which takes the pictures. */
export async function camera({ folder, clock }: Pick<Desk, 'folder' | 'clock'>) {
  const paths = dataPaths(folder)
  const overrides = [override(CLOCK, () => clock)]
  const app = await compose({ paths, pictures: true, tokenStore: 'memory', overrides })
  await app.start(SHOT_KEEPER, SHOT_LEDGER, TIME_TRACKER)
  onTestFinished(() => app.stop())
  const [tracker, ledger, newId] = [app.get(TIME_TRACKER), app.get(SHOT_LEDGER), app.get(NEW_ID)]
  const openEntry = async () => (await tracker.current())?.id ?? ('' as EntryId)
  return {
    ledger,
    /** Held for ten minutes. */
    async take(monitor = 'Left', bytes: Uint8Array = WEBP): Promise<Shot> {
      const now = clock.now()
      const shot = { id: newId() as TaskId, account: tracker.account, entryId: await openEntry(), takenAt: now }
      const facts = { mediaType: 'image/webp', width: 64, height: 48, redacted: 0 }
      return app.get(SHOT_KEEPER).keep({ ...shot, monitor, holdUntil: now + 600_000 }, bytes, facts)
    },
    async skip(reason: string): Promise<void> {
      const shot = { id: newId() as TaskId, account: tracker.account, entryId: await openEntry() }
      await ledger.record({ ...shot, takenAt: clock.now(), state: 'skipped', reason })
    },
    release: () => ledger.release(tracker.account),
  }
}
