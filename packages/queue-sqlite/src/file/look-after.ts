import { MeantimeError } from '@meantime/core'
import type { SqliteQueueSettings } from '../options.js'
import { damageMark, unmarkDamaged } from './damage-mark.js'
import { withFileLock } from './file-lock.js'
import { inspect, isSuspicious } from './inspect.js'
import { patiently } from './patient.js'
import type { Presence } from './presence.js'
import { recover } from './recover.js'
import { rememberSound } from './sound.js'
import { isBusy } from './storage-error.js'
import type { FileDeps } from './upgrade.js'

/**
 * Before the file is opened: finds damage and recovers from it. Processes that come together wait for the first. Costs
 * two looks at the folder when the file is as the last process left it.
 */
export async function lookAfter(settings: SqliteQueueSettings, deps: FileDeps, presence: Presence): Promise<void> {
  const { file } = settings
  const patience = { ...deps, busyMs: settings.busyMs }
  if (!damageMark(file) && !isSuspicious(file)) return
  await withFileLock(file, patience, async () => {
    const mark = damageMark(file)
    // Whoever has the file open already vouches for it, unless it is known to be damaged.
    if (!presence.tryAlone() && (!mark || !(await aloneAtLast(presence)))) return
    try {
      if (mark?.aside !== undefined) return await recover(settings, deps, {})
      const verdict = inspect(file, mark !== undefined)
      if (!verdict.sound) return await recover(settings, deps, verdict)
      if (mark) unmarkDamaged(file)
      rememberSound(file)
    } finally {
      presence.leave()
    }
  })

  async function aloneAtLast(presence: Presence): Promise<boolean> {
    try {
      await patiently(() => {
        if (!presence.tryAlone()) throw Object.assign(new Error('in use'), { code: 'SQLITE_BUSY' })
      }, patience)
      return true
    } catch (error) {
      throw isBusy(error) ? heldByAnother(error) : error
    }
  }
}

function heldByAnother(cause: unknown): MeantimeError {
  return new MeantimeError({
    code: 'DATABASE_CORRUPT',
    kind: 'storage',
    message: 'The database file is damaged, and another program still has it open.',
    safe: 'Nothing in it was deleted, and what can be read of it is kept.',
    hint: 'Close other Meantime windows, then do it again.',
    cause,
  })
}
