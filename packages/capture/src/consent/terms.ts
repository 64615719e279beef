import type { CaptureSettings } from './capture-settings.js'

/** What somebody agrees to: all that decides how much pictures show of them, and how often. */
export type Terms = Omit<CaptureSettings, 'format' | 'quality'>

export function termsOf({ format: _, quality: __, ...terms }: CaptureSettings): Terms {
  return terms
}

/** In which ways, in words, `now` goes further than what was agreed to; empty when it does not. */
export function furtherThan(agreed: Terms, now: Terms): readonly string[] {
  const found: string[] = []
  const grown = (key: 'maxWidth' | 'idleLimitMinutes') => now[key] > agreed[key]
  const shrunk = (key: 'intervalMinutes' | 'coolingOffMinutes') => now[key] < agreed[key]
  if (shrunk('intervalMinutes'))
    found.push(`one picture in ${minutes(now.intervalMinutes)} instead of ${agreed.intervalMinutes}`)
  if (now.screens === 'all' && agreed.screens === 'active') found.push('all screens instead of the active one')
  if (shrunk('coolingOffMinutes'))
    found.push(`pictures are sent after ${minutes(now.coolingOffMinutes)} instead of ${agreed.coolingOffMinutes}`)
  if (agreed.pixelate && !now.pixelate) found.push('pictures can be read, and are not pixelated any more')
  if (grown('maxWidth')) found.push(`pictures are ${now.maxWidth} pixels wide instead of ${agreed.maxWidth}`)
  if (grown('idleLimitMinutes'))
    found.push(`you count as away after ${minutes(now.idleLimitMinutes)} instead of ${agreed.idleLimitMinutes}`)
  for (const period of gone(agreed.privatePeriods, now.privatePeriods)) found.push(`${period} is not private any more`)
  for (const app of gone(agreed.excludedApps, now.excludedApps)) found.push(`the app ${app} is not excluded any more`)
  for (const title of gone(agreed.excludedTitles, now.excludedTitles))
    found.push(`windows titled ${title} are not excluded any more`)
  return found
}

const gone = (before: readonly string[], now: readonly string[]): string[] =>
  before.filter((item) => !now.includes(item))

const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`)
