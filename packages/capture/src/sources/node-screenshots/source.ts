import {
  type Availability,
  type CaptureSource,
  type Clock,
  type Frame,
  isMeantimeError,
  type OpenWindow,
  type Snapshot,
} from '@meantime/core'
import { activeScreen } from '../active-screen.js'
import { captureUnavailable, noPicture } from '../errors.js'
import { windowsMeanwhile } from '../windows-meanwhile.js'
import { x11Windows } from '../x11/windows.js'
import { availability, type Surroundings } from './availability.js'
import { attempt, loadScreenshots, type ScreenshotsLibrary } from './library.js'
import { mayRecordScreen } from './mac-permission.js'
import { describeMonitors, pictureOf, type Screen, type Units } from './monitors.js'
import { nativeWindows } from './native-windows.js'

export interface NodeScreenshotsOptions {
  readonly clock: Clock
  /** What a test replaces. @default this computer */
  readonly surroundings?: Partial<Surroundings>
  /** @default the X server's, else the system's */
  readonly listWindows?: (signal: AbortSignal) => Promise<readonly OpenWindow[] | undefined>
}

/** A picture takes a tenth of a second; a display that hangs must not hang the program. */
const PATIENCE_MS = 15_000

/** Screens by node-screenshots: X11, Windows, macOS. Its native part is loaded when it is first asked. */
export const nodeScreenshotsSource = (options: NodeScreenshotsOptions): CaptureSource => new NodeScreenshots(options)

class NodeScreenshots implements CaptureSource {
  readonly name: string
  private readonly clock: Clock
  private readonly surroundings: Surroundings
  private readonly listWindows: NodeScreenshotsOptions['listWindows']

  constructor({ clock, surroundings, listWindows }: NodeScreenshotsOptions) {
    this.clock = clock
    this.surroundings = {
      platform: process.platform,
      env: process.env,
      load: loadScreenshots,
      mayRecordScreen,
      ...surroundings,
    }
    this.listWindows = listWindows
    this.name = NAMES[this.surroundings.platform] ?? 'node-screenshots'
  }

  async availability(): Promise<Availability> {
    return availability(this.surroundings)
  }

  async capture(screens: 'all' | 'active', signal: AbortSignal): Promise<Snapshot> {
    signal.throwIfAborted()
    const given = new AbortController()
    const late = this.clock.sleep(PATIENCE_MS, given.signal).then(() => {
      throw captureUnavailable(HANGS)
    })
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { signal: given.signal, once: true })
    })
    const stop = AbortSignal.any([signal, given.signal])
    try {
      return await Promise.race([this.take(screens, stop), late, aborted])
    } finally {
      given.abort()
      late.catch(() => undefined)
    }
  }

  private async take(wanted: 'all' | 'active', signal: AbortSignal): Promise<Snapshot> {
    const library = await this.library()
    const before = await this.windows(library, signal)
    const { screens, missed } = describeMonitors(attempt(() => library.Monitor.all()) ?? [], this.units)
    const frames: Frame[] = []
    for (const screen of wanted === 'all' ? screens : mainScreen(screens, before)) {
      signal.throwIfAborted()
      const taken = await pictureOf(screen, this.units, () => this.clock.now())
      if ('pixels' in taken) frames.push(taken)
      else missed.push(taken)
    }
    if (frames.length === 0) throw noPicture(missed)
    const windows = windowsMeanwhile(before, await this.windows(library, signal))
    return { frames, windows: this.fits(frames) ? windows : undefined, missed }
  }

  private async library(): Promise<ScreenshotsLibrary> {
    const found = await this.availability()
    if (!found.ok) throw captureUnavailable(found)
    return this.surroundings.load()
  }

  /** Undefined also when the system cannot be asked: what cannot be known must not be taken for nothing. */
  private async windows(library: ScreenshotsLibrary, signal: AbortSignal): Promise<readonly OpenWindow[] | undefined> {
    const { platform, env } = this.surroundings
    try {
      if (this.listWindows) return await this.listWindows(signal)
      return platform === 'linux' ? await x11Windows(env.DISPLAY ?? '', signal) : await nativeWindows(library)
    } catch (error) {
      if (signal.aborted || isMeantimeError(error)) throw error
      return undefined
    }
  }

  private get units(): Units {
    return this.surroundings.platform === 'linux' ? 'scaled' : 'pixels'
  }

  /** On Windows, a picture larger than its screen means that the system told us scaled coordinates: whose, is not known. */
  private fits(frames: readonly Frame[]): boolean {
    return this.surroundings.platform !== 'win32' || frames.every(({ width, area }) => width === area.width)
  }
}

function mainScreen(screens: readonly Screen[], windows: readonly OpenWindow[] | undefined): readonly Screen[] {
  const chosen = activeScreen(screens, windows) ?? screens.find(({ primary }) => primary) ?? screens[0]
  return chosen === undefined ? [] : [chosen]
}

const NAMES: Partial<Record<NodeJS.Platform, string>> = { linux: 'X11', win32: 'Windows', darwin: 'macOS' }

const HANGS = {
  ok: false,
  code: 'DISPLAY_HANGS',
  message: `The display has given no picture for ${PATIENCE_MS / 1000} seconds.`,
  hint: 'Pictures go on when it answers again.',
} as const
