import type { EntryId } from '../domain/ids.js'
import { MeantimeError } from '../errors.js'
import type { TimeTracker, Tracked } from '../tracker.js'

/** The predecessor's names for what people do. */
export type LegacyTimeEntryType = 'time_entry_start' | 'time_entry_pause' | 'time_entry_resume' | 'time_entry_stop'

/**
 * The predecessor's way to record: a start's payload is `{projectId, userId, description}`, the others' `{id}`. Only
 * these fields are read, so tokens in a payload go nowhere. As there, a start ends whatever was open.
 * Throws LEGACY_PAYLOAD_UNREADABLE or LEGACY_TYPE_UNKNOWN (kind input), and whatever the tracker throws.
 */
export async function recordLegacy(tracker: TimeTracker, type: string, payload: unknown): Promise<Tracked> {
  const fields = fieldsOf(payload)
  switch (type) {
    case 'time_entry_start': {
      const [description, project] = [textOf(fields.description) ?? '', textOf(fields.projectId) ?? null]
      return tracker.start({ description, project, whenOpen: 'stop' })
    }
    case 'time_entry_pause':
      await refuseOther(tracker, fields.id)
      return tracker.pause()
    case 'time_entry_resume':
      await refuseOther(tracker, fields.id)
      return tracker.resume()
    case 'time_entry_stop':
      await refuseOther(tracker, fields.id)
      return tracker.stop()
    default:
      throw unreadable('LEGACY_TYPE_UNKNOWN', `“${type}” is no kind of task that can be recorded.`)
  }
}

/** An id that we know must be the open entry's; one that we don't (`temp-…`, an older server's) can only mean that one. */
async function refuseOther(tracker: TimeTracker, id: unknown): Promise<void> {
  const open = await tracker.current()
  if (typeof id !== 'string' || id === open?.id) return
  if (await tracker.knows(id as EntryId)) {
    throw new MeantimeError({
      code: 'ENTRY_NOT_OPEN',
      kind: 'state',
      message: 'That entry is not the one that is open.',
      safe: 'Nothing was changed.',
    })
  }
}

function fieldsOf(payload: unknown): Readonly<Record<string, unknown>> {
  const value = typeof payload === 'string' ? parsed(payload) : payload
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw unreadable('LEGACY_PAYLOAD_UNREADABLE', 'The payload is not a JSON object.')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The payload itself stays out of the message: it may hold a token. */
function unreadable(code: string, message: string): MeantimeError {
  return new MeantimeError({ code, kind: 'input', message, safe: 'Nothing was recorded.' })
}
