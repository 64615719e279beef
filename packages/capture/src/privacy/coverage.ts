import type { Area, Snapshot } from '@meantime/core'
import { type FrameShape, inFrame, isEmpty } from './in-frame.js'
import { excludesAnything, isExcluded, type PrivacyRules } from './rules.js'

/** Areas in the picture's own pixels, whole numbers inside it; `all` when nothing of it may be readable. */
export type Coverage = 'all' | readonly Area[]

/**
 * What of a frame must be covered. A window that is excluded is covered wholly, also where others lie over it: what is
 * in front is not known to the pixel (shadows, transparency, menus). Whatever is not known counts as excluded.
 */
export function coverage(frame: FrameShape, windows: Snapshot['windows'], rules: PrivacyRules): Coverage {
  if (rules.pixelateAll) return 'all'
  if (!excludesAnything(rules)) return []
  if (windows === undefined || !windows.some(({ focused }) => focused)) return 'all'
  const areas: Area[] = []
  for (const window of windows.filter((open) => isExcluded(rules, open))) {
    const covered = inFrame(window.area, frame)
    if (covered === undefined) return 'all'
    if (!isEmpty(covered)) areas.push(covered)
  }
  return withoutContained(areas)
}

/** The older state of a window that did not move is the same area again. */
function withoutContained(areas: readonly Area[]): readonly Area[] {
  return areas.filter(
    (area, index) =>
      !areas.some((other, at) => at !== index && contains(other, area) && (at < index || !contains(area, other))),
  )
}

const contains = (outer: Area, inner: Area): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height
