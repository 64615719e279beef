import { record } from './answer.js'

export type Status = 'RUNNING' | 'PAUSED' | 'STOPPED'

/** An entry as the server has it. Times are UTC ms, `duration` whole seconds. */
export interface Row {
  readonly id: string
  readonly userId: string | undefined
  readonly projectId: string | null
  readonly startTime: number
  readonly endTime: number | null
  readonly duration: number
  readonly description: string
  readonly status: Status
  readonly idempotencyKey: string | undefined
}

/** Undefined when it does not look like one. */
export function readRow(value: unknown): Row | undefined {
  const { id, userId, projectId, startTime, endTime, duration, description, status, idempotencyKey } = record(value)
  const start = momentOf(startTime)
  if (typeof id !== 'string' || start === undefined || !isStatus(status) || typeof duration !== 'number')
    return undefined
  return {
    id,
    userId: textOf(userId),
    projectId: textOf(projectId) ?? null,
    startTime: start,
    endTime: momentOf(endTime) ?? null,
    duration,
    description: textOf(description) ?? '',
    status,
    idempotencyKey: textOf(idempotencyKey),
  }
}

export function readRows(value: unknown): readonly Row[] | undefined {
  return Array.isArray(value) ? value.map(readRow).filter((row) => row !== undefined) : undefined
}

const isStatus = (value: unknown): value is Status => value === 'RUNNING' || value === 'PAUSED' || value === 'STOPPED'
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function momentOf(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
