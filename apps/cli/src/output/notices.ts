import type { StateStore } from '@meantime/core'
import { type LegacyTakeOver, NOTICES, type RecoveredNotice } from '../services.js'
import type { TimeFormat } from '../time/format.js'
import { oneLine } from './printable.js'

/** What happened to the data folder that a person should know of; it stays in sight, nothing is hidden by reading it. */
export interface Notices {
  readonly recovered: RecoveredNotice | undefined
  readonly takenOver: LegacyTakeOver | undefined
}

export async function readNotices(state: StateStore): Promise<Notices> {
  return {
    recovered: await state.get<RecoveredNotice>(NOTICES.recovered),
    takenOver: await state.get<LegacyTakeOver>(NOTICES.takenOver),
  }
}

export function noticesDocument({ recovered, takenOver }: Notices) {
  return { recovered: withIso(recovered), takenOver: withIso(takenOver) }
}

export function noticeLines({ recovered, takenOver }: Notices, time: TimeFormat): string[] {
  const lines: string[] = []
  if (recovered) {
    lines.push(`Notice     The database was damaged (${time.momentWithDay(recovered.at)}). ${outcome(recovered)}`)
    lines.push(`           The damaged file is kept as ${oneLine(recovered.file, 120)}.`)
  }
  if (takenOver) {
    const aside = takenOver.setAside > 0 ? `; ${takenOver.setAside} could not be read and are set aside` : ''
    lines.push(`Notice     ${takenOver.taken} waiting things of the former app were taken over${aside}.`)
  }
  return lines
}

/** A notice of an earlier version has no figures. */
function outcome({ failed, events, lostEvents, lostTasks, lostPages, stopped }: Partial<RecoveredNotice>): string {
  if (failed) return 'Nothing could be taken from it, and work began anew.'
  if (events === undefined) return 'What could be read was kept.'
  if (events === 0 && !lostEvents) return 'No recorded event could be read from it, and work began anew.'
  const lost = [
    ...(lostEvents ? [`${lostEvents} recorded events are lost`] : []),
    ...(lostTasks ? [`${lostTasks} waiting screenshots or other tasks are lost`] : []),
    ...(lostPages ? ['some of the newest work may be missing'] : []),
    ...(stopped ? [`${stopped} entries whose stop was lost were stopped again; check their times`] : []),
  ]
  return `${events} recorded events were kept; ${lost.length > 0 ? lost.join('; ') : 'nothing is known to be lost'}.`
}

const withIso = <T extends { readonly at: number }>(notice: T | undefined) =>
  notice ? { ...notice, at: new Date(notice.at).toISOString() } : null
