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
