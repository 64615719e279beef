import type { Area, OpenWindow } from '@meantime/core'

/** The one that shows most of the active window; undefined when it is not known or lies on none. */
export function activeScreen<T extends { readonly area: Area }>(
  screens: readonly T[],
  windows: readonly OpenWindow[] | undefined,
): T | undefined {
  const area = windows?.find(({ focused }) => focused)?.area
  if (area === undefined) return undefined
  const shown = screens.map((screen) => ({ screen, pixels: overlap(screen.area, area) }))
  const most = shown.reduce((best, one) => (one.pixels > best.pixels ? one : best), {
    screen: undefined,
    pixels: 0,
  } as {
    screen: T | undefined
    pixels: number
  })
  return most.screen
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}
