import type { OpenWindow } from '@meantime/core'

type Windows = readonly OpenWindow[] | undefined

/**
 * The windows of the time in which pictures were taken, known just before and just after: whatever was moved, renamed,
 * opened or closed meanwhile counts as it was and as it is. Unknown when either is.
 */
export function windowsMeanwhile(before: Windows, after: Windows): Windows {
  if (before === undefined || after === undefined) return undefined
  const states = new Set(after.map(state))
  const focused = after.some((window) => window.focused)
  const older = before.filter((window) => !states.has(state(window)))
  return [...after, ...older.map((window) => ({ ...window, focused: window.focused && !focused }))]
}

const state = ({ app, title, area }: OpenWindow): string => JSON.stringify([app ?? null, title ?? null, area ?? null])
