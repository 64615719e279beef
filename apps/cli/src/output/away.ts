import type { AwayCause, OpenOffer } from '@meantime/core'
import { duration, type TimeFormat } from '../time/format.js'
import { entryName } from './entry.js'

const WHY: Readonly<Record<AwayCause, string>> = {
  idle: 'no input',
  lock: 'screen locked',
  sleep: 'computer asleep',
  crash: 'Meantime was not running',
  forgotten: 'stop forgotten?',
}

/** `You were away 42m (13:05–13:47, no input) while “Design” was running.` */
export function awaySentence({ offer, entry, ms }: OpenOffer, time: TimeFormat, now: number): string {
  const why = offer.causes.map((cause) => WHY[cause]).join(', ')
  return `You were away ${duration(ms)} (${awayTimes(offer, time, now)}, ${why}) while ${entryName(entry)} was running.`
}

export function awayTimes({ from, to }: OpenOffer['offer'], time: TimeFormat, now: number): string {
  const [begin, end] = [time.moment(from, now), time.moment(to, now)]
  return begin === time.clock(from) && end === time.clock(to) ? `${begin}–${end}` : `${begin} – ${end}`
}

/** What most people will want; the others are as good. */
export const suggested = ({ offer }: OpenOffer): 'stop' | 'discard' =>
  offer.causes.includes('forgotten') ? 'stop' : 'discard'

const iso = (at: number): string => new Date(at).toISOString()

export function awayDocument(open: OpenOffer, index: number) {
  const { offer, entry, ms } = open
  return {
    number: index + 1,
    id: offer.id,
    entryId: entry.id,
    description: entry.description,
    project: entry.project,
    from: iso(offer.from),
    to: iso(offer.to),
    causes: offer.causes,
    countedMs: ms,
    suggestion: suggested(open),
  }
}

/** One line for those who look at something else. */
export function awayNotice(open: readonly OpenOffer[]): string | undefined {
  if (open.length === 0) return undefined
  const ms = open.reduce((sum, offer) => sum + offer.ms, 0)
  const what = open.length === 1 ? 'A time away is' : `${open.length} times away are`
  return `${what} counted as work (${duration(ms)}); run \`meantime away\` to decide.`
}
