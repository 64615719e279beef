import type { OpenWindow } from '@meantime/core'
import { type Pattern, pattern } from './pattern.js'

export interface PrivacyWishes {
  /**
   * Programs whose windows are covered: part of a name, or the whole name with `*` and `?` as wildcards; upper and lower
   * case are the same. @default none
   */
  readonly apps?: readonly string[]
  /** The same for windows' titles. @default none */
  readonly titles?: readonly string[]
  /** Make every picture unreadable. @default false */
  readonly pixelateAll?: boolean
}

export interface PrivacyRules {
  readonly apps: readonly Pattern[]
  readonly titles: readonly Pattern[]
  readonly pixelateAll: boolean
}

/** Throws a MeantimeError (BAD_EXCLUSION) with a sentence when a pattern cannot mean what its writer hopes. */
export const privacyRules = ({ apps = [], titles = [], pixelateAll = false }: PrivacyWishes): PrivacyRules => ({
  apps: apps.map((text) => pattern(text, 'app')),
  titles: titles.map((text) => pattern(text, 'title')),
  pixelateAll,
})

export const NO_RULES: PrivacyRules = { apps: [], titles: [], pixelateAll: false }

export const excludesAnything = ({ apps, titles }: PrivacyRules): boolean => apps.length > 0 || titles.length > 0

/** What the system did not tell counts as excluded: it could be. */
export const isExcluded = ({ apps, titles }: PrivacyRules, { app, title }: OpenWindow): boolean =>
  concerns(apps, app) || concerns(titles, title)

const concerns = (patterns: readonly Pattern[], text: string | undefined): boolean =>
  patterns.length > 0 && (text === undefined || patterns.some((matches) => matches(text)))
