import type { EntryView } from '../../bridge/shapes.js'
import type { SeededRandom } from './random.js'

const HOUR = 3_600_000
const MINUTE = 60_000

const WORK: readonly [readonly [string, string | null], ...(readonly [string, string | null])[]] = [
  ['Checkout: error states', 'Webshop'],
  ['Review of the search branch', 'Webshop'],
  ['Product page, image gallery', 'Webshop'],
  ['Planning with Lena', 'Harbour museum'],
  ['Floor plan for the second hall', 'Harbour museum'],
  ['Texts for the audio guide', 'Harbour museum'],
  ['Answer mail', null],
  ['Weekly call', 'Team'],
  ['Interview: Tomasz', 'Team'],
  ['Invoices for February', 'Office'],
  ['Accessibility audit', 'City library'],
  ['Opening hours widget', 'City library'],
  ['Migration of the catalogue', 'City library'],
  ['Write the quarterly report', 'Office'],
  ['Fix the login on old phones', 'Webshop'],
]

interface EntryOptions {
  readonly id: string
  readonly from: number
  readonly to: number | null
  readonly description: string
  readonly project: string | null
  readonly zone: string
  readonly breaks?: readonly (readonly [number, number])[]
  readonly waits?: boolean
}

export function entryOf({
  id,
  from,
  to,
  description,
  project,
  zone,
  breaks = [],
  waits = false,
}: EntryOptions): EntryView {
  const segments: EntryView['segments'] = []
  let begin = from
  for (const [pause, resume] of breaks) {
    segments.push({ from: begin, to: pause })
    begin = resume
  }
  segments.push({ from: begin, to })
  const state = to === null ? 'running' : 'stopped'
  return { id, state, description, project, zone, startedAt: from, endedAt: to, segments, waits }
}

/** `count` entries that end before `before`, oldest first, on working days around the office hours of UTC. */
export function workedBefore(before: number, count: number, zone: string, random: SeededRandom): EntryView[] {
  const entries: EntryView[] = []
  let day = Math.floor(before / (24 * HOUR)) - 1
  while (entries.length < count) {
    if (![0, 6].includes(new Date(day * 24 * HOUR).getUTCDay()) || random.next() < 0.06) {
      entries.push(...dayOfWork(day * 24 * HOUR + 7.2 * HOUR, zone, random))
    }
    day -= 1
  }
  return entries.slice(0, count).sort((one, other) => one.startedAt - other.startedAt)
}

function dayOfWork(morning: number, zone: string, random: SeededRandom): EntryView[] {
  const entries: EntryView[] = []
  let at = morning + random.between(0, 70) * MINUTE + random.between(0, 59) * 1000
  const end = morning + 8.4 * HOUR
  while (at < end) {
    const length = random.between(18, 115) * MINUTE + random.between(0, 59) * 1000
    const [description, project] = random.of(WORK)
    const breaks = random.next() < 0.16 ? [[at + Math.round(length / 3), at + Math.round(length / 2)] as const] : []
    entries.push(entryOf({ id: random.id(), from: at, to: at + length, description, project, zone, breaks }))
    at += length + (random.next() < 0.35 ? random.between(6, 48) * MINUTE : random.between(0, 40) * 1000)
  }
  return entries
}
