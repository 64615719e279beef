import { v7 } from 'uuid'
import type { Plugin } from './container.js'
import { CORRECTIONS, type CorrectionOptions, Corrections } from './corrections/corrections.js'
import { HISTORY, History } from './history/history.js'
import { PROFILES } from './ports/account.js'
import { ACCESS_TOKENS } from './ports/auth.js'
import { BLOB_STORE, BLOB_TRANSPORT, UPLOAD_LEDGER } from './ports/blobs.js'
import { CHANGE_FEED } from './ports/change-feed.js'
import { CLOCK } from './ports/clock.js'
import { NEW_ID } from './ports/ids.js'
import { JOURNAL } from './ports/journal.js'
import { LOCKS } from './ports/locks.js'
import { LOGGER, type Logger } from './ports/logger.js'
import { TASK_QUEUE } from './ports/queue.js'
import { RANDOM } from './ports/random.js'
import { SHOT_LEDGER } from './ports/shots.js'
import { STATE_STORE } from './ports/state-store.js'
import { TRANSPORT } from './ports/transport.js'
import { SCREENSHOT_OUTBOX, ScreenshotOutbox } from './screenshot-outbox.js'
import { SHOT_KEEPER, ShotKeeper } from './shot-keeper.js'
import { BACKGROUND_SYNC, BackgroundSync, type BackgroundSyncOptions } from './sync/background-sync.js'
import { NETWORK_WATCH, NetworkWatch, type NetworkWatchOptions } from './sync/network-watch.js'
import { SYNC_MANAGER, SyncManager, type SyncManagerOptions } from './sync/sync-manager.js'
import { UPLOADER, Uploader, type UploaderOptions } from './sync/uploader.js'
import { systemClock } from './system-clock.js'
import { TIME_TRACKER, TimeTracker } from './tracker.js'

export interface CoreOptions {
  /** @default nothing is logged */
  logger?: Logger
  sync?: SyncManagerOptions
  background?: BackgroundSyncOptions
  network?: NetworkWatchOptions
  uploads?: UploaderOptions
  corrections?: CorrectionOptions
}

/** What core itself provides: the tracker, the sync, and the system's clock, randomness and ids. */
export const coreServices = ({
  logger = silentLogger,
  sync,
  background,
  network,
  uploads,
  corrections,
}: CoreOptions = {}): Plugin => ({
  name: '@meantime/core',
  register(registry) {
    registry.provide(CLOCK, () => systemClock)
    registry.provide(RANDOM, () => Math.random)
    registry.provide(NEW_ID, () => () => v7())
    registry.provide(LOGGER, () => logger)
    registry.provide(
      TIME_TRACKER,
      (resolve) => new TimeTracker(resolve(JOURNAL), resolve(PROFILES), resolve(CLOCK), resolve(NEW_ID)),
    )
    registry.provide(
      HISTORY,
      (resolve) => new History(resolve(JOURNAL), resolve(PROFILES), resolve(CLOCK), resolve(NEW_ID)),
    )
    registry.provide(CORRECTIONS, (resolve) => {
      const [journal, profiles, state] = [resolve(JOURNAL), resolve(PROFILES), resolve(STATE_STORE)]
      const deps = { journal, profiles, state, clock: resolve(CLOCK), newId: resolve(NEW_ID) }
      return new Corrections(deps, corrections)
    })
    registry.provide(SYNC_MANAGER, (resolve) => {
      const deps = {
        tracker: resolve(TIME_TRACKER),
        screenshots: resolve(SCREENSHOT_OUTBOX),
        journal: resolve(JOURNAL),
        queue: resolve(TASK_QUEUE),
        transport: resolve(TRANSPORT),
        auth: resolve(ACCESS_TOKENS),
        locks: resolve(LOCKS),
        state: resolve(STATE_STORE),
        profiles: resolve(PROFILES),
        clock: resolve(CLOCK),
        random: resolve(RANDOM),
        logger: resolve(LOGGER),
        uploads: resolve(UPLOADER),
        shots: resolve.optional(SHOT_LEDGER),
      }
      return new SyncManager(deps, sync)
    })
    registry.provide(UPLOADER, (resolve) => {
      const ledger = resolve.optional(UPLOAD_LEDGER)
      const blobs = resolve.optional(BLOB_STORE)
      const transport = resolve.optional(BLOB_TRANSPORT)
      if (!ledger || !blobs || !transport) return new Uploader(undefined)
      const [auth, clock] = [resolve(ACCESS_TOKENS), resolve(CLOCK)]
      const [random, log] = [resolve(RANDOM), resolve(LOGGER)]
      return new Uploader({ ledger, blobs, transport, auth, clock, random, logger: log }, uploads)
    })
    registry.provide(SCREENSHOT_OUTBOX, (resolve) => {
      const [queue, profiles] = [resolve(TASK_QUEUE), resolve(PROFILES)]
      return new ScreenshotOutbox(resolve.optional(BLOB_STORE), queue, profiles, resolve(NEW_ID))
    })
    registry.provide(SHOT_KEEPER, (resolve) => {
      const [blobs, shots] = [resolve.optional(BLOB_STORE), resolve.optional(SHOT_LEDGER)]
      const uploads = resolve.optional(UPLOAD_LEDGER)
      return new ShotKeeper(blobs && shots && uploads && { blobs, shots, uploads }, resolve(LOGGER))
    })
    registry.provide(NETWORK_WATCH, (resolve) => new NetworkWatch(resolve(CLOCK), network))
    registry.provide(BACKGROUND_SYNC, (resolve) => {
      const [manager, auth, feed] = [resolve(SYNC_MANAGER), resolve(ACCESS_TOKENS), resolve(CHANGE_FEED)]
      const network = resolve(NETWORK_WATCH)
      return new BackgroundSync(manager, auth, feed, network, resolve(CLOCK), resolve(LOGGER), background)
    })
  },
})

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
