import { type Entry, workedMs } from '@meantime/core'
import { oneLine } from './printable.js'

const iso = (at: number): string => new Date(at).toISOString()

/** An entry as data: instants in ISO 8601 UTC, worked time in ms up to `now`. */
export function entryDocument(entry: Entry, now: number) {
  return {
    id: entry.id,
    state: entry.state,
    description: entry.description,
    project: entry.project,
    zone: entry.zone,
    startedAt: iso(entry.startedAt),
    endedAt: entry.endedAt === null ? null : iso(entry.endedAt),
    workedMs: workedMs(entry, now),
    segments: entry.segments.map(({ from, to }) => ({ from: iso(from), to: to === null ? null : iso(to) })),
    anomalies: entry.anomalies,
  }
}

/** “Write the report” [Acme] */
export function entryName({ description, project }: Pick<Entry, 'description' | 'project'>): string {
  const name = description === '' ? '(no description)' : `“${oneLine(description, 60)}”`
  return project === null ? name : `${name} [${oneLine(project, 30)}]`
}
