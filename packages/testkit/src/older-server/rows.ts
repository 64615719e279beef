export type OlderStatus = 'RUNNING' | 'PAUSED' | 'STOPPED'

export interface OlderUser {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly password: string
  readonly role: 'EMPLOYEE' | 'ADMIN'
  status: 'ACTIVE' | 'INACTIVE'
  readonly companyId: string
}

export interface OlderProject {
  readonly id: string
  readonly name: string
  status: 'ACTIVE' | 'ARCHIVED'
}

/** A time entry as the server keeps it; times are UTC ms, `duration` whole seconds. */
export interface OlderEntry {
  readonly id: string
  readonly userId: string
  projectId: string | null
  startTime: number
  endTime: number | null
  duration: number
  description: string | null
  status: OlderStatus
  readonly idempotencyKey: string | null
  readonly timezone: string | null
}

export interface OlderScreenshot {
  readonly id: string
  readonly timeEntryId: string
  readonly bytes: number
  /** Of what arrived, decoded. */
  readonly sha256: string
  /** When it arrived: a client cannot say when it was taken. */
  readonly timestamp: number
}

/** Everything that a transaction may have to take back. */
export interface OlderTables {
  entries: OlderEntry[]
  screenshots: OlderScreenshot[]
}

export function entryMessage(entry: OlderEntry): object {
  const { startTime, endTime, ...rest } = entry
  return {
    ...rest,
    startTime: new Date(startTime).toISOString(),
    endTime: endTime === null ? null : new Date(endTime).toISOString(),
  }
}

export const isActive = ({ status }: Pick<OlderEntry, 'status'>): boolean => status !== 'STOPPED'

/** What a running entry has come to: paused time is in `duration` already. */
export function durationAt({ status, duration, startTime }: OlderEntry, now: number): number {
  return status === 'RUNNING' ? duration + Math.max(0, Math.floor((now - startTime) / 1000)) : duration
}

/** Its start is overwritten by a pause already, not only by the resume after it (the server's public source). */
export function pauseAt(entry: OlderEntry, now: number): void {
  entry.duration = durationAt(entry, now)
  entry.status = 'PAUSED'
  entry.startTime = now
}

export function stopAt(entry: OlderEntry, now: number): void {
  entry.duration = durationAt(entry, now)
  entry.endTime = now
  entry.status = 'STOPPED'
}
