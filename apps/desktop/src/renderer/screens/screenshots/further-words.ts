import type { TFunction } from 'i18next'
import type { FurtherView } from '../../../bridge/shapes.js'
import type { Formats } from '../../format/formats.js'

/** How the settings go further than what was agreed to, in the language of the window. */
export const furtherWords = (further: readonly FurtherView[], t: TFunction, formats: Formats): string =>
  further.map((way) => wayWords(way, t, formats)).join('; ')

function wayWords({ kind, now, agreed, name = '' }: FurtherView, t: TFunction, formats: Formats): string {
  const amount = (count = 0) => (kind === 'width' ? formats.number(count) : formats.durationLong(count * 60_000))
  return t(`screenshots.further.ways.${kind}`, { now: amount(now), agreed: amount(agreed), name })
}
