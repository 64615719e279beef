import { createDateFormats } from './dates.js'
import { createDurationFormats } from './durations.js'

/** Everything that looks different in another locale or zone. */
export function createFormats(locale: string, zone: string) {
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    locale,
    zone,
    ...createDateFormats(locale, zone),
    ...createDurationFormats(locale),
    number: (value: number) => number.format(value),
    percent: (share: number) => percent.format(share),
    list: (items: readonly string[]) => list.format(items),
    bytes: (value: number) => bytes(locale, value),
  }
}

export type Formats = ReturnType<typeof createFormats>

function bytes(locale: string, value: number): string {
  const [unit, size] = value < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const)
  const digits = unit === 'megabyte' ? 1 : 0
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits })
  return format.format(Math.max(value / size, value > 0 ? 10 ** -digits : 0))
}
