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
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  /** @default 10 000 ms */
  patienceMs = 10_000,
): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += 25) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Violation(`waited ${patienceMs / 1000} seconds in vain: ${what}`)
}
