import type { CaptureSettings } from './capture-settings.js'

/** What somebody agrees to: all that decides how much pictures show of them, and how often. */
export type Terms = Omit<CaptureSettings, 'format' | 'quality'>

export function termsOf({ format: _, quality: __, ...terms }: CaptureSettings): Terms {
  return terms
}

/** One way in which settings go further: in English words, and in parts for those who say it in another language. */
export interface Further {
  readonly kind: 'interval' | 'screens' | 'coolingOff' | 'readable' | 'width' | 'idle' | 'period' | 'app' | 'title'
  /** Minutes or pixels. */
  readonly now?: number
  readonly agreed?: number
  /** The period, app or title that is not kept out any more. */
  readonly name?: string
  readonly words: string
}

/** In which ways `now` goes further than what was agreed to; empty when it does not. */
export function furtherThan(agreed: Terms, now: Terms): readonly Further[] {
  const found: (Further | false)[] = [
    now.intervalMinutes < agreed.intervalMinutes && {
      kind: 'interval',
      ...numbers(now.intervalMinutes, agreed.intervalMinutes),
      words: `one picture in ${minutes(now.intervalMinutes)} instead of ${agreed.intervalMinutes}`,
    },
    now.screens === 'all' &&
      agreed.screens === 'active' && { kind: 'screens', words: 'all screens instead of the active one' },
    now.coolingOffMinutes < agreed.coolingOffMinutes && {
      kind: 'coolingOff',
      ...numbers(now.coolingOffMinutes, agreed.coolingOffMinutes),
      words: `pictures are sent after ${minutes(now.coolingOffMinutes)} instead of ${agreed.coolingOffMinutes}`,
    },
    agreed.pixelate &&
      !now.pixelate && { kind: 'readable', words: 'pictures can be read, and are not pixelated any more' },
    now.maxWidth > agreed.maxWidth && {
      kind: 'width',
      ...numbers(now.maxWidth, agreed.maxWidth),
      words: `pictures are ${now.maxWidth} pixels wide instead of ${agreed.maxWidth}`,
    },
    now.idleLimitMinutes > agreed.idleLimitMinutes && {
      kind: 'idle',
      ...numbers(now.idleLimitMinutes, agreed.idleLimitMinutes),
      words: `you count as away after ${minutes(now.idleLimitMinutes)} instead of ${agreed.idleLimitMinutes}`,
    },
    ...gone(agreed.privatePeriods, now.privatePeriods).map(
      (name): Further => ({ kind: 'period', name, words: `${name} is not private any more` }),
    ),
    ...gone(agreed.excludedApps, now.excludedApps).map(
      (name): Further => ({ kind: 'app', name, words: `the app ${name} is not excluded any more` }),
    ),
    ...gone(agreed.excludedTitles, now.excludedTitles).map(
      (name): Further => ({ kind: 'title', name, words: `windows titled ${name} are not excluded any more` }),
    ),
  ]
  return found.filter((way) => way !== false)
}

const numbers = (now: number, agreed: number) => ({ now, agreed })

const gone = (before: readonly string[], now: readonly string[]): string[] =>
  before.filter((item) => !now.includes(item))

const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`)
