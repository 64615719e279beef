import type { Bench } from './shell-app.js'

export interface Scenario {
  /** A promise in plain words. */
  readonly title: string
  readonly run: (bench: Bench) => Promise<void>
}
