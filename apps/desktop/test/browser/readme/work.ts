import type { EntryView } from '../../../src/bridge/shapes.js'
import { SeededRandom } from '../../../src/renderer/fake/random.js'
import { today } from '../../../src/renderer/fake/today-data.js'
import { workedBefore } from '../../../src/renderer/fake/work.js'

/** Something that somebody does at its moment: about what, when it begins something. */
export interface Act {
  readonly at: number
  readonly name: 'start' | 'pause' | 'resume' | 'stop'
  readonly about: { readonly description: string; readonly project: string | null }
}

const ENTRIES_BEFORE = 140

/** The work that the window is tested with, as things to do: the weeks before a day, and that day until the moment. */
export function workUntil(moment: number, zone: string): Act[] {
  const random = new SeededRandom(7)
  const day = today(moment, zone, random)
  return [...workedBefore(moment, ENTRIES_BEFORE, zone, random), ...day]
    .flatMap(actsOf)
    .sort((one, other) => one.at - other.at || ends(other) - ends(one))
}

/** What ends is over before something begins at the same instant. */
const ends = ({ name }: Act): number => (name === 'stop' || name === 'pause' ? 1 : 0)

function actsOf({ description, project, segments }: EntryView): Act[] {
  const about = { description, project }
  return segments.flatMap(({ from, to }, index): Act[] => {
    const begun = { at: from, name: index === 0 ? 'start' : 'resume', about } as const
    if (to === null) return [begun]
    return [begun, { at: to, name: index === segments.length - 1 ? 'stop' : 'pause', about }]
  })
}
