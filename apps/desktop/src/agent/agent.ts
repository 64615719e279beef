import { type App, CHANGE_FEED, CLOCK, LOCKS, type Logger, PROFILES, STATE_STORE } from '@meantime/core'
import { FileProfiles, type ServerKind } from '@meantime/settings'
import type { Received } from '../bridge/operations.js'
import { type ComposeExtras, composeDoor } from './compose.js'
import { type Configuration, type WorkSettings, workSettings } from './configuration.js'
import type { Desk } from './desk.js'
import { type Dispatch, dispatcher } from './dispatch.js'
import { FolderWatch } from './folder-watch.js'
import { askToShow, onAskedToShow } from './hand-over.js'
import { createHandlers } from './handlers/handlers.js'
import { Notices } from './notices.js'
import { Seats } from './seats.js'
import { Session } from './session.js'
import { noteSignIn, signInAt } from './sign-in.js'
import { Suggestions } from './suggestions/suggestions.js'
import { Turns } from './turns.js'
import { UndoStack } from './undo/undo-stack.js'
import { Waiting } from './waiting.js'

export interface AgentOptions {
  readonly configuration: Configuration
  readonly logger: Logger
  readonly extras?: ComposeExtras
  /** Shows the window: another start asked for it. */
  readonly show?: () => Promise<void>
}

/** Another process is the desktop of this data folder. */
export interface HandedOver {
  readonly takenBy: number | undefined
  /** It was asked to show its window, and did. */
  readonly shown: boolean
}

/**
 * Everything that goes on while no window is open: recording, delivery, pictures, absence. Windows ask it by `dispatch`
 * and are told by `notices`, over whichever carrier.
 */
export class Agent implements Desk {
  readonly undo = new UndoStack()
  readonly waiting = new Waiting()
  readonly suggestions: Suggestions
  readonly notices: Notices
  readonly dispatch: Dispatch
  readonly configuration: Configuration
  readonly logger: Logger
  /** Resolves when another desktop agent has taken over. */
  readonly lost: Promise<void>
  private readonly turns = new Turns()
  private readonly seats: Seats
  private readonly folder: FolderWatch
  private session: Session | undefined
  private settings: WorkSettings | undefined
  private signingIn = false
  private forgetShow: () => void = () => undefined
  private lose: () => void = () => undefined

  private constructor(
    private readonly door: App,
    private readonly options: AgentOptions,
  ) {
    const { configuration, logger } = options
    const clock = door.get(CLOCK)
    this.configuration = configuration
    this.logger = logger
    this.notices = new Notices(clock, logger)
    this.suggestions = new Suggestions(logger, () => this.notices.tell({ kind: 'changed' }))
    this.seats = new Seats({ locks: door.get(LOCKS), state: door.get(STATE_STORE), clock, logger })
    const { profile, settings } = configuration.paths
    this.folder = new FolderWatch(configuration.dataDir, [profile, settings], logger)
    const answer = dispatcher(createHandlers(this), logger)
    this.dispatch = (name, input) => this.current.use(() => answer(name, input))
    this.lost = new Promise((resolve) => {
      this.lose = resolve
    })
  }

  static async open(options: AgentOptions): Promise<Agent | HandedOver> {
    const { configuration, logger, extras } = options
    const door = composeDoor({ paths: configuration.paths, logger, ...extras })
    await door.start(LOCKS, STATE_STORE, CLOCK, CHANGE_FEED)
    const agent = new Agent(door, options)
    try {
      const taken = await agent.seats.takeDesktop()
      if (!taken) {
        await agent.start()
        return agent
      }
      const shown = await askToShow(door.get(STATE_STORE), door.get(CLOCK))
      await door.stop()
      return { ...taken, shown }
    } catch (error) {
      await agent.stop().catch(() => undefined)
      throw error
    }
  }

  get app(): App {
    return this.current.app
  }

  get changes(): number {
    return this.current.changes
  }

  get server(): string | undefined {
    return this.current.server
  }

  get recordedBy(): Desk['recordedBy'] {
    return this.seats.recordedBy
  }

  async signIn(credentials: Received<'signIn'>): Promise<void> {
    this.signingIn = true
    try {
      const next = await signInAt(await this.openSession(), this.configuration, { known: this.server, ...credentials })
      await this.turns.take(() => this.swap(next))
    } finally {
      this.signingIn = false
    }
    // Somebody may have signed in elsewhere at the same moment; the file says who did last.
    await this.look()
  }

  noteSignedIn(): Promise<void> {
    return noteSignIn(this.app)
  }

  async stop(): Promise<void> {
    this.folder.stop()
    this.forgetShow()
    await this.turns.take(async () => this.session?.close())
    await this.seats.stop()
    await this.door.stop()
  }

  private async start(): Promise<void> {
    const { door, options } = this
    this.session = await (await this.openSession())(undefined)
    await this.session.work()
    this.folder.start(() => void this.look().catch((error: unknown) => this.complain(error)))
    const deps = { state: door.get(STATE_STORE), changes: door.get(CHANGE_FEED) }
    this.forgetShow = await onAskedToShow(deps, options.show ?? (async () => undefined))
    await this.seats.begin({ onRecorder: (here) => this.onRecorder(here), onLost: () => this.lose() })
    if (this.recordedBy !== 'here') await this.session.lookBack()
  }

  private get current(): Session {
    if (this.session) return this.session
    throw new Error('The agent was asked before it was open')
  }

  /** Opens one with the settings of now; for the server named, else for the one that is known. */
  private async openSession(): Promise<(server: string | undefined, serverKind?: ServerKind) => Promise<Session>> {
    const { configuration, logger, options, notices } = this
    const settings = await workSettings(configuration)
    this.settings = settings
    const { extras = {} } = options
    const tell: Notices['tell'] = (notice) => notices.tell(notice)
    return (server, serverKind) => Session.open({ configuration, settings, logger, extras, server, serverKind, tell })
  }

  /** Some services cannot be stopped alone, so that who must not record any more opens everything anew. */
  private onRecorder(here: boolean): Promise<void> {
    return this.turns.take(async () => {
      if (here) await this.current.record()
      else await this.swap(await (await this.openSession())(undefined))
      this.notices.tell({ kind: 'changed' })
    })
  }

  /** Settings were changed, or somebody signed in, by this or another program. */
  private look(): Promise<void> {
    return this.turns.take(async () => {
      if (this.signingIn) return
      const before = JSON.stringify(this.settings)
      const settings = JSON.stringify(await workSettings(this.configuration))
      if (settings !== before || (await this.isForSomebodyElse()))
        await this.swap(await (await this.openSession())(undefined))
      this.notices.tell({ kind: 'changed' })
    })
  }

  private async isForSomebodyElse(): Promise<boolean> {
    const profiles = new FileProfiles(this.configuration.paths.profile)
    await profiles.start()
    return JSON.stringify(profiles.current()) !== JSON.stringify(this.app.get(PROFILES).current())
  }

  /** Questions go to the new one at once; those under way end at the old one. */
  private async swap(next: Session): Promise<void> {
    const before = this.current
    const [was, is] = [before.app, next.app].map((app) => app.get(PROFILES).current()?.accountId)
    this.session = next
    if (was !== undefined && was !== is) this.undo.clear()
    await before.close().catch((error: unknown) => this.complain(error))
    await next.work()
    if (this.recordedBy === 'here') await next.record()
    this.notices.tell({ kind: 'changed' })
  }

  private complain(error: unknown): void {
    this.logger.error('what changed on the disk could not be taken up', { error: String(error) })
  }
}
