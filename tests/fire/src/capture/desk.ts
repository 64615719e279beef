import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PresencePluginOptions, presenceWatch } from '@meantime/capture'
import {
  type App,
  CLOCK,
  type Clock,
  CORRECTIONS,
  coreServices,
  createApp,
  override,
  STATE_STORE,
  systemClock,
  TIME_TRACKER,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { fileProfiles } from '@meantime/settings'

/** A data folder on the disk, and programs that open it. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'meantime-desk-'))
  private readonly apps: App[] = []

  /** A program whose clock is ahead by what `ahead` says. */
  async open(options: PresencePluginOptions = {}, ahead: () => number = () => 0): Promise<App> {
    const app = appOn(this.folder, options, ahead)
    await app.start(TIME_TRACKER, CORRECTIONS, STATE_STORE)
    this.apps.push(app)
    return app
  }

  async close(): Promise<void> {
    for (const app of this.apps.splice(0).reverse()) await app.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function appOn(folder: string, options: PresencePluginOptions, ahead: () => number = () => 0): App {
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead() }
  return createApp({
    plugins: [
      coreServices(),
      sqliteQueue({ file: join(folder, 'meantime.db') }),
      fileProfiles({ file: join(folder, 'profile.json') }),
      presenceWatch(options),
    ],
    overrides: [override(CLOCK, () => clock)],
  })
}

/** Opens a desk for as long as `work` takes. */
export async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const desk = new Desk()
  try {
    await work(desk)
  } finally {
    await desk.close()
  }
}
