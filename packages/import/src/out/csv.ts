import type { Entry } from '@meantime/core'
import { stringify } from 'csv-stringify/sync'
import { Temporal } from 'temporal-polyfill'
import { guarded } from './formula.js'

/** The first ones for people and spreadsheets, in the entry's own zone; the others to come back exactly as it was. */
export const OWN_COLUMNS = [
  'date',
  'start',
  'end',
  'duration',
  'description',
  'project',
  'start_utc',
  'end_utc',
  'stopped_utc',
  'zone',
  'id',
] as const

/** CSV by RFC 4180: a row for each stretch of work. What is still running has no end. */
export function csvOf(entries: readonly Entry[]): string {
  return stringify(entries.flatMap(rowsOf), { header: true, columns: [...OWN_COLUMNS], record_delimiter: 'windows' })
}

type Row = Readonly<Record<(typeof OWN_COLUMNS)[number], string>>

function rowsOf(entry: Entry): Row[] {
  const { id, description, project, zone, endedAt } = entry
  return entry.segments.map(({ from, to }) => {
    const begin = wall(from, zone)
    return {
      date: begin.toPlainDate().toString(),
      start: clock(begin),
      end: to === null ? '' : clock(wall(to, zone)),
      duration: to === null ? '' : hours(to - from),
      description: guarded(description),
      project: guarded(project ?? ''),
      start_utc: new Date(from).toISOString(),
      end_utc: to === null ? '' : new Date(to).toISOString(),
      stopped_utc: endedAt === null ? '' : new Date(endedAt).toISOString(),
      zone,
      id,
    }
  })
}

function wall(at: number, zone: string): Temporal.ZonedDateTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(at)
  try {
    return instant.toZonedDateTimeISO(zone)
  } catch {
    // A zone that this computer does not know; the exact times stand beside it.
    return instant.toZonedDateTimeISO('UTC')
  }
}

const clock = (time: Temporal.ZonedDateTime): string => time.toPlainTime().toString({ smallestUnit: 'second' })

/** `1:05:09`, which spreadsheets add up. */
function hours(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
