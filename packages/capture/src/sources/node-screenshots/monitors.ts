import type { Area, Frame, Snapshot } from '@meantime/core'
import { attempt, type NativeImage, type NativeMonitor } from './library.js'

export interface Screen {
  readonly name: string
  readonly area: Area
  readonly primary: boolean
  readonly monitor: NativeMonitor
}

/** X11's monitors are told in units of its scale; its windows and pictures are in pixels. */
export type Units = 'pixels' | 'scaled'

export type Missed = Snapshot['missed'][number]

const GONE = 'It was unplugged or switched off just then.'

export function describeMonitors(
  monitors: readonly NativeMonitor[],
  units: Units,
): { screens: Screen[]; missed: Missed[] } {
  const screens: Screen[] = []
  const missed: Missed[] = []
  for (const [index, monitor] of monitors.entries()) {
    const name = distinct(attempt(() => monitor.name()) || `Screen ${index + 1}`, screens)
    const area = areaOf(monitor, units)
    if (area === undefined || area.width <= 0 || area.height <= 0) missed.push({ screen: name, reason: GONE })
    else screens.push({ name, area, primary: attempt(() => monitor.isPrimary()) ?? false, monitor })
  }
  return { screens, missed }
}

export interface Exposure {
  readonly screen: Screen
  readonly image: NativeImage
  readonly takenAt: number
}

export async function expose(screen: Screen, now: () => number): Promise<Exposure | Missed> {
  try {
    return { screen, image: await screen.monitor.captureImage(), takenAt: now() }
  } catch {
    return { screen: screen.name, reason: GONE }
  }
}

/**
 * The picture's pixels, or why there are none. A screen that was moved or resized meanwhile does not count: nobody could
 * say any more where on it a window lies.
 */
export async function develop({ screen, image, takenAt }: Exposure, units: Units): Promise<Frame | Missed> {
  const { name, area, monitor } = screen
  const failed = (reason: string): Missed => ({ screen: name, reason })
  try {
    const { width, height } = image
    if (!(width > 0 && height > 0)) return failed('It gave an empty picture.')
    const pixels = await image.toRaw()
    if (pixels.length !== width * height * 4) return failed('It gave a picture that is not whole.')
    const after = areaOf(monitor, units)
    if (after === undefined) return failed(GONE)
    if (JSON.stringify(after) !== JSON.stringify(area)) return failed('It was moved or changed its size just then.')
    return { screen: name, area, width, height, pixels, takenAt }
  } catch {
    return failed(GONE)
  }
}

function areaOf(monitor: NativeMonitor, units: Units): Area | undefined {
  return attempt(() => {
    const scale = units === 'scaled' ? monitor.scaleFactor() || 1 : 1
    const [x, y, width, height] = [monitor.x(), monitor.y(), monitor.width(), monitor.height()]
    return { x: x * scale, y: y * scale, width: width * scale, height: height * scale }
  })
}

/** Two screens of one name would be one in the log. */
function distinct(name: string, others: readonly Screen[]): string {
  const taken = new Set(others.map((other) => other.name))
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name} ${number}`)) number += 1
  return `${name} ${number}`
}
