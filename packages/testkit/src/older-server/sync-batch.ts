import { type Books, EMPTY, insert, projectFor, textOf, timeOf, userFor } from './entries.js'
import { badRequest, broken, Refusal } from './refusal.js'
import { isActive, type OlderEntry, type OlderTables, type OlderUser, stopAt } from './rows.js'

type Fields = Readonly<Record<string, unknown>>

interface Result {
  readonly idempotencyKey: string
  readonly id: string
  readonly action: 'created' | 'skipped'
}

/** POST /time-entries/sync: one transaction, all of it or nothing. */
export function syncBatch(books: Books, caller: OlderUser, items: readonly Fields[], most: number): object {
  const before = copyOf(books.tables)
  try {
    if (items.length > most) throw broken()
    const entries = items.map((item) => take(books, caller, item))
    const created = entries.filter(({ action }) => action === 'created').length
    return { created, skipped: entries.length - created, entries }
  } catch (error) {
    Object.assign(books.tables, before)
    throw error
  }
}

export const ACTIVE_IN_SYNC =
  'User already has an active time entry. Sync cannot create duplicate RUNNING/PAUSED entries.'

function take(books: Books, caller: OlderUser, item: Fields): Result {
  const idempotencyKey = String(item.idempotencyKey)
  const startTime = timeOf(item.startTime) ?? 0
  const endTime = timeOf(item.endTime) ?? null
  const counted = endTime === null ? 0 : Math.floor((endTime - startTime) / 1000)
  const duration = (item.duration as number | undefined) ?? counted
  const existing = books.tables.entries.find((entry) => entry.idempotencyKey === idempotencyKey)
  if (existing) return skip(existing, { startTime, duration, projectId: item.projectId ?? null })
  const user = userFor(books, caller, item.userId)
  if (user.status !== 'ACTIVE') throw badRequest(`Cannot create time entry for inactive user ${user.id}`)
  if (user.role === 'EMPLOYEE' && item.projectId == null) throw badRequest('Project is required for employees in sync')
  const projectId = projectFor(books, item.projectId, 'Cannot create time entry for archived project')
  const status = (item.status as OlderEntry['status'] | undefined) ?? 'STOPPED'
  if (status !== 'STOPPED') {
    const current = books.tables.entries.find((entry) => entry.userId === user.id && isActive(entry))
    if (current) stopAt(current, books.now())
  }
  const timezone = (item.timezone as string | undefined) ?? null
  const row = { ...EMPTY, userId: user.id, projectId, startTime, endTime, duration: Math.max(0, duration), status }
  const { id } = insert(books, { ...row, description: textOf(item), idempotencyKey, timezone })
  return { idempotencyKey, id, action: 'created' }
}

/** Only these three are compared: another description, end or status passes as the same. */
function skip(existing: OlderEntry, sent: Pick<OlderEntry, 'startTime' | 'duration'> & { projectId: unknown }): Result {
  const { id, startTime, duration, projectId } = existing
  const idempotencyKey = String(existing.idempotencyKey)
  if (startTime !== sent.startTime || duration !== sent.duration || projectId !== sent.projectId)
    throw new Refusal(409, 'Idempotency key conflict: payload differs from existing record', {
      idempotencyKey,
      existingId: id,
    })
  return { idempotencyKey, id, action: 'skipped' }
}

function copyOf({ entries, screenshots }: OlderTables): OlderTables {
  return { entries: entries.map((entry) => ({ ...entry })), screenshots: [...screenshots] }
}
