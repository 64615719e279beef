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
    const file = oneLine(recovered.file, 120)
    lines.push(
      `Notice     The database was damaged (${time.momentWithDay(recovered.at)}). What could be read was kept; the old file is ${file}.`,
    )
  }
  if (takenOver) {
    const aside = takenOver.setAside > 0 ? `; ${takenOver.setAside} could not be read and are set aside` : ''
    lines.push(`Notice     ${takenOver.taken} waiting things of the former app were taken over${aside}.`)
  }
  return lines
}

const withIso = <T extends { readonly at: number }>(notice: T | undefined) =>
  notice ? { ...notice, at: new Date(notice.at).toISOString() } : null
