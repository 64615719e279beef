import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  type Area,
  type Availability,
  type CaptureSource,
  type Clock,
  type Frame,
  isMeantimeError,
  type OpenWindow,
  type Snapshot,
} from '@meantime/core'
import { withCodec } from '../../picture/turn.js'
import { activeScreen } from '../active-screen.js'
import { captureUnavailable, noPicture } from '../errors.js'
import { parseDesktop } from './desktop.js'

export interface FileSourceOptions {
  readonly clock: Clock
  /**
   * Holds one PNG for each screen, in the order of their names, and `windows.json`. It is read anew for every picture, so
   * a test changes what is “on the screen” by changing files.
   */
  readonly folder: string
}

/** Pictures from files in place of screens: for tests, demonstrations and machines without a display. */
export const fileSource = (options: FileSourceOptions): CaptureSource => new FileSource(options)

class FileSource implements CaptureSource {
  readonly name = 'files'
  private readonly clock: Clock
  private readonly folder: string

  constructor({ clock, folder }: FileSourceOptions) {
    this.clock = clock
    this.folder = folder
  }

  async availability(): Promise<Availability> {
    const files = await this.pictures().catch(() => [])
    return files.length > 0 ? { ok: true } : NO_FILES
  }

  async capture(screens: 'all' | 'active', signal: AbortSignal): Promise<Snapshot> {
    signal.throwIfAborted()
    const files = await this.pictures().catch(() => [])
    if (files.length === 0) throw captureUnavailable(NO_FILES)
    const { areas, windows } = await this.desktop()
    const frames: Frame[] = []
    const missed: Snapshot['missed'][number][] = []
    let right = 0
    for (const file of files) {
      signal.throwIfAborted()
      const screen = basename(file, '.png')
      try {
        const frame = await this.frame(file, screen, areas[screen] ?? right)
        right = frame.area.x + frame.area.width
        frames.push(frame)
      } catch (error) {
        missed.push({ screen, reason: isMeantimeError(error) ? error.message : 'The file cannot be read.' })
      }
    }
    signal.throwIfAborted()
    if (frames.length === 0) throw noPicture(missed)
    return { frames: screens === 'all' ? frames : [activeScreen(frames, windows) ?? first(frames)], windows, missed }
  }

  /** Where nothing says otherwise, screens stand side by side. */
  private async frame(file: string, screen: string, place: Area | number): Promise<Frame> {
    const bytes = await readFile(join(this.folder, file))
    const { pixels, width, height } = await withCodec(({ decode }) => decode(bytes))
    const area = typeof place === 'number' ? { x: place, y: 0, width, height } : place
    return { screen, area, width, height, pixels, takenAt: this.clock.now() }
  }

  private async pictures(): Promise<readonly string[]> {
    return (await readdir(this.folder)).filter((name) => name.endsWith('.png')).sort()
  }

  /** Without the file, nothing is known about windows. */
  private async desktop(): Promise<{
    areas: Readonly<Record<string, Area>>
    windows: readonly OpenWindow[] | undefined
  }> {
    const text = await readFile(join(this.folder, 'windows.json'), 'utf8').catch(() => undefined)
    return text === undefined ? { areas: {}, windows: undefined } : parseDesktop(text)
  }
}

function first(frames: readonly Frame[]): Frame {
  const [frame] = frames
  if (frame === undefined) throw noPicture([])
  return frame
}

const NO_FILES = {
  ok: false,
  code: 'NO_FILES',
  message: 'The folder of pictures that stand for screens holds no PNG file.',
  hint: 'Put one PNG file for each screen there.',
} as const
