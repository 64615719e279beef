import {
  type App,
  BACKGROUND_SYNC,
  CHANGE_FEED,
  CLOCK,
  CORRECTIONS,
  HISTORY,
  JOURNAL,
  type Logger,
  PROFILES,
  SHOT_KEEPER,
  SHOT_LEDGER,
  STATE_STORE,
  SYNC_MANAGER,
  TASK_QUEUE,
  TIME_TRACKER,
} from '@meantime/core'
import { FileProfiles, type ServerKind } from '@meantime/settings'
import type { Notice } from '../bridge/bridge.js'
import { type ComposeExtras, compose } from './compose.js'
import type { Configuration, WorkSettings } from './configuration.js'
import { ACTIVITY_RECORDER, AUTH_MANAGER, CAPTURE_SERVICE, PRESENCE_WATCH, SCREENSHOTS } from './services.js'

export interface SessionOptions {
  readonly configuration: Configuration
  readonly settings: WorkSettings
  readonly logger: Logger
  readonly extras: ComposeExtras
  readonly tell: (notice: Notice) => void
  /** Where somebody is about to sign in. @default the server of who is signed in, else of the settings */
  readonly server?: string | undefined
  readonly serverKind?: ServerKind | undefined
}

const ASKED = [CLOCK, TIME_TRACKER, HISTORY, CORRECTIONS, JOURNAL, TASK_QUEUE, SHOT_LEDGER, SHOT_KEEPER] as const
const SHARED = [STATE_STORE, PROFILES, CHANGE_FEED, SCREENSHOTS] as const
const REACHING = [AUTH_MANAGER, SYNC_MANAGER] as const
/** What a question that is under way is waited for before everything is closed. */
const GRACE_MS = 2000

/**
 * Everything that is open for one person and one server. A program never changes whom it works for: when somebody else
 * signs in, the agent opens another one.
 */
export class Session {
  private underWay = 0
  private readonly unsubscribe: (() => void)[] = []
  /** Grows with each change of the journal or the queue; what was read before may be out of date. */
  changes = 0

  private constructor(
    readonly app: App,
    readonly server: string | undefined,
    private readonly options: SessionOptions,
  ) {}

  static async open(options: SessionOptions): Promise<Session> {
    const { configuration, settings, logger, extras } = options
    const { paths, environment } = configuration
    const profiles = new FileProfiles(paths.profile)
    await profiles.start()
    const server = options.server ?? profiles.current()?.server ?? settings.server
    const { tokenStore, idleLimit } = settings
    const app = await compose({
      paths,
      logger,
      server,
      serverKind: options.serverKind,
      tokenStore,
      awayAfterMs: idleLimit * 60_000,
      environment,
      ...extras,
    })
    await app.start(...ASKED, ...SHARED, ...(server === undefined ? [] : REACHING))
    return new Session(app, server, options)
  }

  /** Delivers from now on, where that is wanted, and tells what changes. */
  async work(): Promise<void> {
    const { app, options } = this
    const changed = () => {
      this.changes += 1
      options.tell({ kind: 'changed' })
    }
    this.unsubscribe.push(app.get(CHANGE_FEED).onChange(changed))
    if (this.server === undefined) return
    const sync = app.get(SYNC_MANAGER)
    this.unsubscribe.push(
      sync.onProgress((progress) => options.tell({ kind: 'progress', progress })),
      sync.onEnded(changed),
      app.get(AUTH_MANAGER).onTokensSet(changed),
    )
    if (options.settings.autoSync) await app.start(BACKGROUND_SYNC)
  }

  /** Takes pictures, notices absence: for the one program of the data folder that does. */
  async record(): Promise<void> {
    await this.app.start(PRESENCE_WATCH, CAPTURE_SERVICE, ACTIVITY_RECORDER)
  }

  /** For who looks while another program records: what a watcher that is gone left behind. */
  async lookBack(): Promise<void> {
    await this.app.get(CORRECTIONS).look(this.options.settings.idleLimit * 60_000)
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1
    try {
      return await work()
    } finally {
      this.underWay -= 1
    }
  }

  async close(): Promise<void> {
    for (const unsubscribe of this.unsubscribe.splice(0)) unsubscribe()
    const clock = this.app.get(CLOCK)
    for (let waited = 0; this.underWay > 0 && waited < GRACE_MS; waited += 20) await clock.sleep(20)
    await this.app.stop()
  }
}
