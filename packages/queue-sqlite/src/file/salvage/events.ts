import { type EventRow, sealedFields } from '../../journal/event-rows.js'
import { sealed, sealOf, unsealed } from '../../journal/seal.js'
import { storedJson } from '../../queue/stored-json.js'
import type { Carved } from './carve.js'
import type { Row } from './shapes.js'

export interface FoundEvents {
  /** By id. */
  readonly events: ReadonlyMap<string, EventRow>
  /** Of those, how many are known only from the queue, where nothing proves that they are as they were written. */
  readonly unchecked: number
}

/**
 * The events that are as they were written. One whose row is damaged or gone is taken from its task when that still
 * holds it: checked by what is left of the row's seal, or, without any, by all that the task's other columns repeat.
 */
export function chooseEvents(carved: Pick<Carved, 'events' | 'tasks' | 'meta'>): FoundEvents {
  const events = new Map<string, EventRow>()
  const taken = new Set<number>()
  const broken: EventRow[] = []
  const keep = (event: EventRow) => {
    if (events.has(event.id) || taken.has(event.seq)) return false
    events.set(event.id, event)
    taken.add(event.seq)
    return true
  }
  const rows = carved.events.map((row) => row as unknown as EventRow)
  const seals = rows.map((row) => (isJson(row.body) ? sealOf(row.body, sealedFields(row)) : 'broken'))
  for (const verdict of ['whole', 'unknown', 'broken'] as const) {
    rows.forEach((row, index) => {
      if (seals[index] !== verdict) return
      if (verdict === 'broken') broken.push(row)
      else keep(row)
    })
  }
  const devices = knownDevices(carved, events.values())
  let unchecked = 0
  for (const task of carved.tasks) {
    if (events.has(String(task.id))) continue
    const event = eventIn(task.payload)
    if (!event) continue
    const remnants = broken.filter(({ id, seq }) => id === event.id || seq === event.seq)
    if (remnants.some((remnant) => confirms(remnant, event))) keep(event)
    else if (remnants.length === 0 && isPlausible(event, task, devices) && keep(event)) unchecked += 1
  }
  return { events, unchecked }
}

/** The row of the event that an undelivered task holds, with a new seal. */
export function eventIn(payload: unknown): EventRow | undefined {
  const { id, entryId, type, occurredAt, recordedAt, zone, deviceId, seq, ...body } = parsed(payload)
  const texts = [id, entryId, type, zone, deviceId]
  const numbers = [occurredAt, recordedAt, seq]
  if (!texts.every((text) => typeof text === 'string') || !numbers.every(Number.isSafeInteger)) return undefined
  const row = {
    seq,
    id,
    entry_id: entryId,
    type,
    occurred_at: occurredAt,
    recorded_at: recordedAt,
    zone,
    device_id: deviceId,
    body: storedJson(body),
  } as EventRow
  return { ...row, body: sealed(row.body, sealedFields(row)) }
}

/** All that the other columns of its task, and other events, say of it too. */
function isPlausible(event: EventRow, task: Row, devices: ReadonlySet<string>): boolean {
  return (
    event.id === task.id &&
    event.entry_id === task.lane &&
    `time_entry_${event.type}` === task.entity_type &&
    event.recorded_at === task.created_at &&
    event.seq > 0 &&
    (devices.size === 0 || devices.has(event.device_id))
  )
}

/** Its seal fits what the task says, or, when the seal itself is damaged, all else of the row does. */
function confirms(remnant: EventRow, event: EventRow): boolean {
  if (remnant.body.slice(-16) === event.body.slice(-16)) return true
  const same = JSON.stringify(sealedFields(remnant)) === JSON.stringify(sealedFields(event))
  return same && remnant.body.startsWith(unsealed(event.body))
}

/** Usually one: this computer's. */
function knownDevices({ meta }: Pick<Carved, 'meta'>, events: Iterable<EventRow>): ReadonlySet<string> {
  const devices = new Set(meta.map(({ value }) => String(value)))
  for (const { device_id } of events) devices.add(device_id)
  return devices
}

function parsed(payload: unknown): Record<string, unknown> {
  try {
    const value: unknown = typeof payload === 'string' ? JSON.parse(payload) : undefined
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
