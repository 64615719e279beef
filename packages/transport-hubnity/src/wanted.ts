import { type Entry, workedMs } from '@meantime/core'
import { cleanDescription } from './clean-text.js'
import type { Row, Status } from './row.js'

/** What the server's entry should hold. The same shape as its row, so that both can be compared member by member. */
export type Wanted = Pick<Row, 'projectId' | 'startTime' | 'endTime' | 'duration' | 'description'> & {
  readonly status: Status
}

/** The server wants an end after the start; this far is well within what it rounds to. */
const SHORTEST_MS = 1
const MAX_SECONDS = 2_147_483_647

/**
 * An entry that runs or is paused here, as the server counts: what has been worked is in `duration`, and a running one
 * starts with its last stretch. So the server shows the right time, and whoever stops it there stops with the right one.
 */
export function openForm(entry: Entry, projectId: string | null): Wanted {
  const last = entry.segments.at(-1)
  const running = entry.state === 'running' && last?.to === null
  const closed = entry.segments.filter(({ to }) => to !== null)
  return {
    status: running ? 'RUNNING' : 'PAUSED',
    startTime: running ? last.from : entry.startedAt,
    endTime: null,
    duration: seconds(workedMs({ segments: closed }, 0)),
    description: cleanDescription(entry.description).text,
    projectId,
  }
}

/** The entry as far as it is known, as something that is over: start, end and worked time are the person's own. */
export function closedForm(entry: Entry, projectId: string | null): Wanted {
  const end = entry.endedAt ?? lastInstant(entry)
  return {
    status: 'STOPPED',
    startTime: entry.startedAt,
    endTime: Math.max(end, entry.startedAt + SHORTEST_MS),
    duration: seconds(workedMs({ segments: entry.segments.filter(({ to }) => to !== null) }, 0)),
    description: cleanDescription(entry.description).text,
    projectId,
  }
}

/** There is nothing that deletes an entry, so a deleted one is left without time, and says what it is. */
export function deletedForm(entry: Entry, projectId: string | null): Wanted {
  const closed = closedForm(entry, projectId)
  const description = cleanDescription(`${DELETED} ${entry.description}`.trim()).text
  return { ...closed, endTime: entry.startedAt + SHORTEST_MS, duration: 0, description }
}

const DELETED = '[deleted]'

/** What is to be changed to get from one to the other. */
export function differences(from: Wanted, to: Wanted): Partial<Wanted> {
  return {
    ...(from.startTime === to.startTime ? {} : { startTime: to.startTime }),
    ...(to.endTime === null || from.endTime === to.endTime ? {} : { endTime: to.endTime }),
    ...(Math.abs(from.duration - to.duration) < 1 ? {} : { duration: to.duration }),
    ...(from.description === to.description ? {} : { description: to.description }),
    ...(from.projectId === to.projectId ? {} : { projectId: to.projectId }),
    ...(from.status === to.status ? {} : { status: to.status }),
  }
}

export const agrees = (row: Wanted, wanted: Wanted): boolean => Object.keys(differences(row, wanted)).length === 0

/** As the server wants it in JSON. */
export function toFields({ startTime, endTime, ...rest }: Partial<Wanted>): Record<string, unknown> {
  return {
    ...rest,
    ...(startTime === undefined ? {} : { startTime: iso(startTime) }),
    ...(endTime === undefined || endTime === null ? {} : { endTime: iso(endTime) }),
  }
}

const iso = (at: number): string => new Date(at).toISOString()
const seconds = (ms: number): number => Math.min(MAX_SECONDS, Math.round(ms / 1000))

function lastInstant({ segments, startedAt }: Entry): number {
  const last = segments.at(-1)
  return last?.to ?? last?.from ?? startedAt
}
