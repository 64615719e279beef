import { Violation } from '../model/violation.js'
import type { Display } from './display.js'

/**
 * `screens` 0: no display is needed; 1: an Xvfb of 1280 × 720; 2: an X server with two screens of 1280 × 720 side by
 * side. Displays have a window manager, DISPLAY is theirs, and no window is open when a scenario begins.
 */
export type Scenario = {
  /** A promise in plain words. */
  readonly title: string
} & (
  | { readonly screens: 0; readonly run: () => Promise<void> }
  | { readonly screens: 1 | 2; readonly run: (display: Display) => Promise<void> }
)

/** Waits for what the system does in its own time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Violation(`waited 10 seconds in vain: ${what}`)
}
