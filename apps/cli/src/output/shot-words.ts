import type { Shot, Task } from '@meantime/core'
import type { TimeFormat } from '../time/format.js'
import { oneLine } from './printable.js'

export interface ShotContext {
  readonly time: TimeFormat
  readonly now: number
  /** Its task, while there is one. */
  readonly task?: Task | undefined
  /** In words, why a moment was skipped. */
  readonly reasonWords: (code: string) => string
}

const OVER: Readonly<Record<string, string>> = {
  sent: 'sent',
  deleted: 'deleted by you',
  dropped: 'given up, because the queue was full',
  'deleted entry-deleted': 'deleted with its entry',
  'dropped database-damaged': 'lost with a damaged database',
}

/** Where it is and what becomes of it, in a few words. */
export function shotWords(shot: Shot, context: ShotContext): string {
  const covered = coveredWords(shot)
  return `${placeWords(shot, context)}${covered === '' ? '' : `; ${covered}`}`
}

/** The same for a shot that nothing more happens to. */
export const stateWords = ({ state, reason }: Shot): string => OVER[`${state} ${reason}`] ?? OVER[state] ?? state

/** `2 areas covered` */
export function coveredWords({ picture }: Shot): string {
  if (picture === undefined || picture.redacted === 0) return ''
  if (picture.redacted === 'all') return 'made unreadable'
  return `${picture.redacted} ${picture.redacted === 1 ? 'area' : 'areas'} covered`
}

/** `1920×1080`, `212 kB` */
export function sizeWords({ picture }: Shot): readonly [pixels: string, bytes: string] {
  if (picture === undefined) return ['', '']
  return [`${picture.width}×${picture.height}`, bytesWords(picture.bytes)]
}

function placeWords(shot: Shot, { time, now, task, reasonWords }: ShotContext): string {
  const { state, reason, holdUntil = 0 } = shot
  if (state === 'held') {
    if (reason === 'queue-full') return 'yours; the queue is full'
    return holdUntil > now ? `yours until ${time.moment(holdUntil, now)}` : 'yours; about to be queued'
  }
  if (state === 'skipped') return `skipped: ${oneLine(reason === undefined ? 'no reason' : reasonWords(reason), 100)}`
  return state === 'queued' ? queuedWords(task) : stateWords(shot)
}

function queuedWords(task: Task | undefined): string {
  const why = task?.reason ? `: ${oneLine(task.reason.message, 120)}` : ''
  if (task?.state === 'dead') return `parked${why}`
  return task?.state === 'leased' ? 'being sent' : `waits to be sent${why}`
}

function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
