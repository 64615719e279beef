import type { EntryView } from '../../bridge/shapes.js'
import type { SeededRandom } from './random.js'
import { entryOf } from './work.js'

const MINUTE = 60_000

/** A believable morning that ends in something still running: minutes before now, with a lunch. */
export function today(now: number, zone: string, random: SeededRandom): EntryView[] {
  const at = (minutes: number) => now - minutes * MINUTE - (minutes % 7) * 3100
  const entry = (
    from: number,
    to: number | null,
    description: string,
    project: string | null,
    breaks: readonly (readonly [number, number])[] = [],
  ) =>
    entryOf({
      id: random.id(),
      from: at(from),
      to: to === null ? null : at(to),
      description,
      project,
      zone,
      breaks: breaks.map(([pause, resume]) => [at(pause), at(resume)] as const),
    })
  return [
    entry(392, 371, 'Answer mail', null),
    entry(371, 286, 'Checkout: error states', 'Webshop', [[330, 318]]),
    entry(284, 256, 'Weekly call', 'Team'),
    entry(254, 203, 'Opening hours widget', 'City library'),
    entry(158, 118, 'Floor plan for the second hall', 'Harbour museum'),
    entry(117, 84, 'Review of the search branch', 'Webshop'),
    entry(83, null, 'Product page, image gallery', 'Webshop', [[52, 45]]),
  ]
}
