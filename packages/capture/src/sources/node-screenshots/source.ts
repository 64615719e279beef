import type { Availability, CaptureSource, Clock, Frame, OpenWindow, Snapshot } from '@meantime/core'
import { activeScreen } from '../active-screen.js'
import { captureUnavailable, noPicture } from '../errors.js'
import { windowsMeanwhile } from '../windows-meanwhile.js'
import { X11Windows } from '../x11/windows.js'
import { availability, type Surroundings } from './availability.js'
import { attempt, loadScreenshots, type ScreenshotsLibrary } from './library.js'
import { mayRecordScreen } from './mac-permission.js'
import { describeMonitors, develop, type Exposure, expose, type Missed, type Screen, type Units } from './monitors.js'
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
  private readonly x11: X11Windows | undefined

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
    const { platform, env } = this.surroundings
    this.x11 = platform === 'linux' ? new X11Windows(env.DISPLAY ?? '') : undefined
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
    const exposures: Exposure[] = []
    for (const screen of wanted === 'all' ? screens : mainScreen(screens, before)) {
      signal.throwIfAborted()
      const taken = await expose(screen, () => this.clock.now())
      if ('image' in taken) exposures.push(taken)
      else missed.push(taken)
    }
    const [after, developed] = await Promise.all([this.windows(library, signal), this.develop(exposures)])
    const frames = developed.filter((one) => 'pixels' in one)
    missed.push(...developed.filter((one) => 'reason' in one))
    if (frames.length === 0) throw noPicture(missed)
    return { frames, windows: this.fits(frames) ? windowsMeanwhile(before, after) : undefined, missed }
  }

  /** One after the other: a picture of a large screen is 33 MB. */
  private async develop(exposures: readonly Exposure[]): Promise<readonly (Frame | Missed)[]> {
    const developed: (Frame | Missed)[] = []
    for (const exposure of exposures) developed.push(await develop(exposure, this.units))
    return developed
  }

  private async library(): Promise<ScreenshotsLibrary> {
    const found = await this.availability()
    if (!found.ok) throw captureUnavailable(found)
    return this.surroundings.load()
  }

  /** Undefined also when nobody can be asked: what cannot be known must not be taken for nothing. */
  private async windows(library: ScreenshotsLibrary, signal: AbortSignal): Promise<readonly OpenWindow[] | undefined> {
    const { listWindows, x11 } = this
    try {
      if (listWindows) return await listWindows(signal)
      return x11 ? await x11.now(signal) : await nativeWindows(library)
    } catch {
      signal.throwIfAborted()
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
