import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, type Session, screen } from 'electron'
import type { Off, ShellWindow } from '../../shell.js'
import { isOurs } from './app-protocol.js'
import type { Places } from './places.js'
import { RememberedBounds } from './remembered-bounds.js'

export interface WindowDeps {
  readonly places: Pick<Places, 'preload' | 'icons'>
  readonly session: Session
  /** Asked when somebody closes the window: whether it is to be hidden instead. */
  readonly hides: () => boolean
  /** The page was not even loaded after a long time; its process waits for a graphics driver (decision 193). */
  readonly onStuck: () => void
}

/** A page that takes longer to paint is waited for in sight. */
const SHOWN_AFTER_MS = 3000
const STUCK_AFTER_MS = 20_000
/** A page that dies more often than this in a minute is left alone. */
const DEATHS_A_MINUTE = 3

/** The one window. It is made when it is first opened, and again when it was closed. */
export class AppWindow implements ShellWindow {
  private window: BrowserWindow | undefined
  private readonly closed = new Set<() => void>()
  private readonly bounds = new RememberedBounds(join(app.getPath('userData'), 'bounds.json'))
  private deaths: number[] = []

  constructor(private readonly deps: WindowDeps) {}

  current(): BrowserWindow | undefined {
    return this.window
  }

  async open(address: string): Promise<ShellWindow> {
    if (!isOurs(address)) throw new Error('The window shows only what comes with the program.')
    if (this.window === undefined) await this.make(address)
    else this.show()
    return this
  }

  show(): void {
    if (this.window?.isMinimized()) this.window.restore()
    this.window?.show()
    this.window?.focus()
  }

  hide(): void {
    this.window?.hide()
  }

  focused(): boolean {
    return this.window?.isFocused() ?? false
  }

  onClosed(listener: () => void): Off {
    this.closed.add(listener)
    return () => this.closed.delete(listener)
  }

  private async make(address: string): Promise<void> {
    const { places, session } = this.deps
    const window = new BrowserWindow({
      ...this.bounds.within(screen.getAllDisplays().map(({ workArea }) => workArea)),
      minWidth: 360,
      minHeight: 480,
      show: false,
      title: 'Meantime',
      icon: join(places.icons, 'app.png'),
      // What is behind the page before its first paint, so that nothing flashes.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181a' : '#f7f8f8',
      autoHideMenuBar: true,
      webPreferences: {
        preload: places.preload,
        session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        // It would fetch its dictionaries.
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    })
    this.window = window
    window.on('close', (event) => {
      this.bounds.remember(window.getNormalBounds())
      if (!this.deps.hides()) return
      event.preventDefault()
      window.hide()
      for (const listener of this.closed) listener()
    })
    window.on('closed', () => {
      this.window = undefined
    })
    // No policy of a page covers it: it would ask servers who this computer is.
    window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
    // The truth is with the agent: a page that died is loaded again, and asks.
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit' && this.mayLoadAgain()) window.webContents.reload()
    })
    const late = setTimeout(() => this.show(), SHOWN_AFTER_MS)
    window.once('ready-to-show', () => this.show())
    window.once('show', () => clearTimeout(late))
    const stuck = setTimeout(this.deps.onStuck, STUCK_AFTER_MS)
    window.once('closed', () => clearTimeout(stuck))
    await window.loadURL(address).finally(() => clearTimeout(stuck))
  }

  private mayLoadAgain(): boolean {
    const now = Date.now()
    this.deaths = [...this.deaths.filter((at) => now - at < 60_000), now]
    return this.deaths.length <= DEATHS_A_MINUTE
  }
}
