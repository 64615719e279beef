import { badRequest, broken, forbidden, notFound } from './refusal.js'
import {
  durationAt,
  isActive,
  type OlderEntry,
  type OlderProject,
  type OlderTables,
  type OlderUser,
  pauseAt,
  stopAt,
} from './rows.js'

type Fields = Readonly<Record<string, unknown>>

/** What entries are made and changed with. */
export interface Books {
  readonly tables: OlderTables
  readonly users: readonly OlderUser[]
  readonly projects: readonly OlderProject[]
  readonly now: () => number
  readonly newId: () => string
}

export const ACTIVE = 'User already has an active time entry. Please stop or pause the existing entry first.'
const HOUR_MS = 3_600_000
const MAX_SECONDS = 2_147_483_647

/** POST /time-entries: made once for each time it is sent, whatever keys come with it. */
export function createEntry(books: Books, caller: OlderUser, fields: Fields): OlderEntry {
  const user = userFor(books, caller, fields.userId)
  if (user.role === 'EMPLOYEE' && fields.projectId == null)
    throw badRequest('Project is required for employees. Please select a project before starting the timer.')
  const startTime = timeOf(fields.startTime) ?? books.now()
  notInFuture(books, startTime)
  const projectId = projectFor(books, fields.projectId, 'Cannot create time entry for archived project')
  if (books.tables.entries.some((entry) => entry.userId === user.id && isActive(entry))) throw badRequest(ACTIVE)
  const status = (fields.status as OlderEntry['status'] | undefined) ?? 'RUNNING'
  return insert(books, { ...EMPTY, userId: user.id, projectId, startTime, description: textOf(fields), status })
}

export function pauseEntry(books: Books, caller: OlderUser, id: string): OlderEntry {
  const entry = owned(books, caller, id)
  if (entry.status !== 'RUNNING') throw badRequest('Only running entries can be paused')
  pauseAt(entry, books.now())
  return entry
}

export function resumeEntry(books: Books, caller: OlderUser, id: string): OlderEntry {
  const entry = owned(books, caller, id)
  if (entry.status !== 'PAUSED') throw badRequest('Only paused entries can be resumed')
  entry.status = 'RUNNING'
  entry.startTime = books.now()
  return entry
}

export function stopEntry(books: Books, caller: OlderUser, id: string): OlderEntry {
  const entry = owned(books, caller, id)
  if (entry.status === 'STOPPED') throw badRequest('Time entry is already stopped')
  stopAt(entry, books.now())
  return entry
}

/** PATCH /time-entries/:id. Everything is checked before anything changes. */
export function patchEntry(books: Books, caller: OlderUser, id: string, fields: Fields): OlderEntry {
  const startTime = timeOf(fields.startTime)
  if (startTime !== undefined) notInFuture(books, startTime)
  if (typeof fields.duration === 'number' && fields.duration > MAX_SECONDS)
    throw badRequest('Duration exceeds maximum allowed value (68+ years)')
  const entry = owned(books, caller, id)
  const next: OlderEntry = { ...entry, ...given(fields) }
  const endTime = timeOf(fields.endTime)
  if (startTime !== undefined) next.startTime = startTime
  if (endTime !== undefined) {
    if (endTime <= next.startTime) throw badRequest('End time must be after start time')
    next.endTime = endTime
    if (entry.status === 'RUNNING') {
      next.duration = Math.floor((endTime - next.startTime) / 1000) + entry.duration
      next.status = 'STOPPED'
    }
  }
  if (fields.status === 'STOPPED' && entry.status !== 'STOPPED') stopWith(books, entry, next, fields)
  if (fields.projectId !== undefined) next.projectId = projectForPatch(books, entry, fields.projectId)
  const others = books.tables.entries.filter((other) => other.userId === entry.userId && other.id !== id)
  if (fields.status === 'RUNNING' && entry.status !== 'RUNNING' && others.some(isActive)) throw badRequest(ACTIVE)
  if (isActive(next) && !isActive(entry) && others.some(isActive)) throw broken()
  return Object.assign(entry, next)
}

/** Without a duration of its own, or with 0, it is what the server has counted. */
function stopWith(books: Books, entry: OlderEntry, next: OlderEntry, fields: Fields): void {
  next.endTime ??= books.now()
  if (next.endTime <= next.startTime) throw badRequest('End time must be after start time')
  if (!fields.duration) next.duration = entry.status === 'RUNNING' ? durationAt(entry, next.endTime) : entry.duration
}

function given({ duration, description, status }: Fields): Partial<OlderEntry> {
  return {
    ...(typeof duration === 'number' ? { duration } : {}),
    ...(description === undefined ? {} : { description: storable(description as string | null) }),
    ...(status == null ? {} : { status: status as OlderEntry['status'] }),
  }
}

export const EMPTY = {
  projectId: null,
  endTime: null,
  duration: 0,
  description: null,
  idempotencyKey: null,
  timezone: null,
} as const

export function insert({ tables, newId }: Books, entry: Omit<OlderEntry, 'id'>): OlderEntry {
  const row = { id: newId(), ...entry }
  tables.entries.push(row)
  return row
}

export function userFor({ users }: Books, caller: OlderUser, id: unknown): OlderUser {
  const user = users.find((one) => one.id === id && one.companyId === caller.companyId)
  if (!user) throw notFound(`User with ID ${String(id)} not found in your company`)
  if (caller.role !== 'ADMIN' && user !== caller) throw forbidden('You can only create your own time entries')
  return user
}

/** The id to store. Throws a 404 for one that is not there, and a 400 for one that is archived. */
export function projectFor({ projects }: Books, id: unknown, archived: string): string | null {
  if (id === undefined || id === null) return null
  const project = projects.find((one) => one.id === id)
  if (!project) throw notFound(`Project with ID ${String(id)} not found in your company`)
  if (project.status === 'ARCHIVED') throw badRequest(archived)
  return project.id
}

function projectForPatch(books: Books, entry: OlderEntry, id: unknown): string | null {
  const owner = books.users.find((one) => one.id === entry.userId)
  if (id === null && owner?.role === 'EMPLOYEE')
    throw badRequest('Project is required for employees. Cannot remove project from time entry.')
  return projectFor(books, id, 'Cannot assign time entry to archived project')
}

function owned({ tables }: Books, caller: OlderUser, id: string): OlderEntry {
  const entry = tables.entries.find((one) => one.id === id)
  if (!entry) throw notFound(`Time entry with ID ${id} not found`)
  if (caller.role !== 'ADMIN' && entry.userId !== caller.id)
    throw forbidden('You can only update your own time entries')
  return entry
}

function notInFuture({ now }: Books, startTime: number): void {
  if (startTime > now() + HOUR_MS) throw badRequest('Start time cannot be more than 1 hour in the future')
}

export const timeOf = (value: unknown): number | undefined =>
  typeof value === 'string' ? Date.parse(value) : undefined

export const textOf = ({ description }: Fields): string | null => storable((description ?? null) as string | null)

/** PostgreSQL takes no NUL, and nobody looks before it does. */
function storable(text: string | null): string | null {
  if (text?.includes('\0')) throw broken()
  return text
}
