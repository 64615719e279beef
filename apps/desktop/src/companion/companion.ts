import type { Clock } from '@meantime/core'
import { BridgeError } from '../bridge/answer.js'
import type { Bridge } from '../bridge/bridge.js'
import type { ProblemView, StateView } from '../bridge/shapes.js'
import type { DesktopShell, Off, ShellWindow } from '../shell.js'
import { SHELL_DEFAULTS, type ShellSettings, shellSettings } from './shell-settings.js'
import { Shortcuts } from './shortcuts.js'
import { type Earlier, msToNextMinute, type TrayActions, trayContent } from './tray-content.js'
import { type Words, wordsFor } from './words/words.js'
import { type Told, worthTelling } from './worth-telling.js'

export interface CompanionDeps {
  readonly shell: DesktopShell
  readonly bridge: Bridge
  readonly clock: Clock
  /** Shows the window. */
  readonly open: () => Promise<ShellWindow>
  /** The system's languages, the most wanted first: `en-GB`. */
  readonly languages: readonly string[]
  /** Called with what the shell itself has to follow. */
  readonly onSettings?: (settings: ShellSettings, words: Words) => void
}

const NEWEST = 5

/**
 * What the app does on a desktop beside its window: the tray, notifications, keys and the start with the session. It knows
 * the agent by the bridge and the desktop by its port. At rest it sleeps until the agent tells a change; while the timer
 * runs it wakes once a minute.
 */
export class Companion {
  private readonly shortcuts: Shortcuts
  private settings: ShellSettings = SHELL_DEFAULTS
  private words: Words
  private state: StateView | undefined
  private seen: StateView | undefined
  private earlier: readonly Earlier[] = []
  private agentAhead = 0
  private autostart: boolean | undefined
  private window: ShellWindow | undefined
  private off: Off = () => undefined
  private looking: Promise<void> | undefined
  private again = false
  private minute = new AbortController()
  private stopped = false

  constructor(private readonly deps: CompanionDeps) {
    this.words = wordsFor('system', deps.languages)
    this.shortcuts = new Shortcuts(deps.shell, (keys) => this.tell(this.words.taken.title, this.words.taken.body(keys)))
  }

  async start(): Promise<void> {
    this.off = this.deps.bridge.onNotice(({ kind }) => {
      if (kind === 'changed') void this.look()
    })
    this.draw()
    await this.look()
  }

  stop(): void {
    this.stopped = true
    this.off()
    this.minute.abort()
    this.shortcuts.stop()
  }

  /** Asks the agent anew, once for all who want it meanwhile. */
  look(): Promise<void> {
    if (this.stopped) return Promise.resolve()
    this.again = this.looking !== undefined
    this.looking ??= this.lookUntilKnown().finally(() => {
      this.looking = undefined
    })
    return this.looking
  }

  private async lookUntilKnown(): Promise<void> {
    do {
      this.again = false
      await this.lookOnce()
    } while (this.again && !this.stopped)
  }

  private async lookOnce(): Promise<void> {
    const { bridge, clock } = this.deps
    try {
      const [state, settings, earlier] = await Promise.all([
        bridge.ask('state'),
        bridge.ask('settings'),
        bridge.ask('suggestions', { text: '', limit: NEWEST }),
      ])
      if (this.stopped) return
      this.follow(shellSettings(settings))
      this.agentAhead = state.now - clock.now()
      this.state = state
      this.earlier = earlier
      this.tellWhatIsNew(state)
    } catch (error) {
      if (!(error instanceof BridgeError)) throw error
      this.state = undefined
    }
    this.draw()
  }

  private follow(settings: ShellSettings): void {
    this.settings = settings
    this.words = wordsFor(settings.language, this.deps.languages)
    this.shortcuts.keep('toggle', settings.shortcutToggle, () => this.toggle())
    this.shortcuts.keep('open', settings.shortcutOpen, () => this.open())
    if (settings.autostart !== this.autostart) this.setAutostart(settings.autostart)
    this.deps.onSettings?.(settings, this.words)
  }

  /** The setting is the truth: what the desktop has is changed where it says otherwise. */
  private setAutostart(wanted: boolean): void {
    const { autostart } = this.deps.shell
    this.autostart = wanted
    autostart
      ?.enabled()
      .then((enabled) => (enabled === wanted ? undefined : autostart.set(wanted)))
      .catch((error: unknown) => this.tellFailure(error))
  }

  private tellWhatIsNew(state: StateView): void {
    const told = worthTelling(this.seen, state, this.words, this.deps.languages[0] ?? 'en-GB')
    this.seen = state
    if (this.window?.focused?.()) return
    for (const { title, body } of told) this.tell(title, body)
  }

  private draw(): void {
    const { shell, clock } = this.deps
    this.minute.abort()
    const now = clock.now() + this.agentAhead
    shell.tray?.set(trayContent({ state: this.state, now, earlier: this.earlier }, this.words, this.actions))
    const wait = shell.tray ? msToNextMinute(this.state, now) : undefined
    if (wait === undefined || this.stopped) return
    this.minute = new AbortController()
    clock.sleep(wait, this.minute.signal).then(
      () => this.draw(),
      () => undefined,
    )
  }

  private readonly actions: TrayActions = {
    open: () => this.open(),
    start: (work) => this.command(() => this.deps.bridge.ask(this.isOpen() ? 'switch' : 'start', work)),
    pause: () => this.command(() => this.deps.bridge.ask('pause')),
    resume: () => this.command(() => this.deps.bridge.ask('resume')),
    stop: () => this.command(() => this.deps.bridge.ask('stop')),
    quit: () => void this.deps.shell.quit(),
  }

  private toggle(): void {
    const { pause, resume, start } = this.actions
    const timer = this.state?.current?.state
    if (timer === 'running') pause()
    else if (timer === 'paused') resume()
    else start(this.earlier[0] ?? { description: '', project: null })
  }

  private isOpen(): boolean {
    return this.state?.current != null && this.state.current.state !== 'stopped'
  }

  open(): void {
    this.deps.open().then(
      (window) => {
        this.window = window
      },
      (error: unknown) => this.tellFailure(error),
    )
  }

  /** The agent has been gone for a while, or refuses to work; what is short is not worth a word. */
  agentTrouble(problem?: ProblemView): void {
    const { title, body } = this.words.agent
    this.notify({ title, body: problem ? this.words.problem(problem) : body })
  }

  private command(run: () => Promise<unknown>): void {
    run().then(
      () => this.look(),
      (error: unknown) => this.tellFailure(error),
    )
  }

  private tellFailure(error: unknown): void {
    const body = error instanceof BridgeError ? this.words.problem(error.problem) : String(error)
    this.notify({ title: this.words.notDone, body })
  }

  private tell(title: string, body: string): void {
    if (this.settings.notifications) this.notify({ title, body })
  }

  /** What somebody just asked for is told also to those who want no notifications. */
  private notify(told: Told): void {
    this.deps.shell.notify({ ...told, onClick: () => this.open() })
  }
}
