import type { LastSync } from '@meantime/core'
import type { TimeFormat } from '../time/format.js'

const WORDS: Readonly<Record<LastSync['status'], string>> = {
  drained: 'everything delivered',
  waiting: 'the server answered; something waits or is parked (see `meantime queue list`)',
  offline: 'the server was not reached',
  failing: 'the server was reached but did not work',
  refused: 'the server refused to talk to us',
  busy: 'another program was delivering',
  cancelled: 'it was interrupted',
  'auth-required': 'nobody was signed in',
}

/** `10:02: everything delivered (3 sent)` */
export function lastSyncWords(last: LastSync | undefined, time: TimeFormat, now: number): string {
  if (last === undefined) return 'never'
  const sent = last.sent > 0 ? ` (${last.sent} sent)` : ''
  const again = last.reoffered
    ? `; the server had forgotten work or was offered it again (${last.reoffered} items)`
    : ''
  const problem = last.problem && last.status !== 'auth-required' ? ` ${last.problem.message}` : ''
  const earlier = last.status !== 'drained' && last.deliveredAt !== undefined && last.deliveredAt !== last.at
  const delivered = earlier ? ` Last delivery: ${time.moment(last.deliveredAt ?? 0, now)}.` : ''
  const words = `${time.moment(last.at, now)}: ${WORDS[last.status]}${sent}${again}`
  return problem === '' && delivered === '' ? words : `${words}.${problem}${delivered}`
}

export function lastSyncDocument(last: LastSync | undefined) {
  if (last === undefined) return null
  const { at, status, sent, reoffered = 0, problem, deliveredAt } = last
  const iso = (instant: number) => new Date(instant).toISOString()
  return {
    at: iso(at),
    status,
    sent,
    reoffered,
    problem: problem ?? null,
    deliveredAt: deliveredAt === undefined ? null : iso(deliveredAt),
  }
}
