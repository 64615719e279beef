import { legacyPicture } from '@meantime/core'
import { type LegacyType, legacyType } from '@meantime/core/legacy'
import type { LeftOut, LeftOutReason } from '../plan.js'
import { OldEntry } from './old-entry.js'
import { type Readable, readRow, textOf } from './read-row.js'
import type { Gap, QueueRow } from './rows.js'

export type TaskState = 'waiting' | 'delivered' | 'given-up'
export type TaskCounts = Record<LegacyType, Record<TaskState, number>>

/**
 * Reads the former client's rows in their order. A start has no id and other rows name an id that no start has, so a row
 * belongs to the entry that is called so already, or else to the latest one before it.
 */
export class Replay {
  readonly entries: OldEntry[] = []
  readonly leftOut: LeftOut[] = []
  readonly tasks: TaskCounts = {
    start: none(),
    pause: none(),
    resume: none(),
    stop: none(),
    screenshot: none(),
  }
  rows = 0
  /** Steps that made no sense where they stand. */
  senseless = 0
  private current: OldEntry | undefined
  private readonly byName = new Map<string, OldEntry>()

  constructor(private readonly keys: readonly Buffer[]) {}

  /** `payload` is asked for where it is needed: screenshots hold megabytes. */
  take(row: QueueRow | Gap, payload: () => unknown): void {
    if ('gapAfter' in row) {
      const until = row.gapBefore === undefined ? 'the end' : `row ${row.gapBefore}`
      this.leave(`behind row ${row.gapAfter}`, 'unreadable', `the file is damaged from here to ${until}`)
      // What is missing may be a pause or an end of anything that was open then.
      for (const entry of this.entries) if (entry.condition !== 'stopped') entry.doubtful = true
      this.current = undefined
      return
    }
    this.rows += 1
    const type = legacyType(row.entity_type)
    const state = stateOf(row)
    if (type) this.tasks[type][state] += 1
    if (type === 'start') this.start(row, payload, state)
    else this.step(row, type, payload, state)
  }

  private start(row: QueueRow, payload: () => unknown, state: TaskState): void {
    const found = readRow(row, payload, this.keys)
    if ('reason' in found) {
      // What follows belongs to it, and not to the entry before it.
      this.current = undefined
      this.leave(`row ${row.id}`, found.reason, found.detail)
      return
    }
    this.current = new OldEntry(row.id, found.at, found.fields, state)
    this.entries.push(this.current)
  }

  private step(row: QueueRow, type: LegacyType | undefined, payload: () => unknown, state: TaskState): void {
    // Delivered: it is at the server, and its picture is not needed.
    if (type === 'screenshot' && state === 'delivered') return
    if (state === 'given-up') {
      this.leave(`row ${row.id}`, 'given-up', type ?? 'an unknown kind of task')
      return
    }
    const found = readRow(row, payload, this.keys)
    if ('reason' in found) {
      if (this.current && type !== 'screenshot') this.current.doubtful = true
      this.leave(`row ${row.id}`, found.reason, found.detail)
      return
    }
    const entry = this.entryOf(found)
    if (!entry) this.leave(`row ${row.id}`, 'start-missing', `${found.type}, ${iso(found.at)}`)
    else if (found.type === 'screenshot') this.picture(row, found, entry)
    else if (found.type !== 'start') {
      entry.waits ||= state === 'waiting'
      if (!entry.take({ type: found.type, at: found.at })) this.senseless += 1
    }
  }

  private picture({ id, size }: QueueRow, { fields, at }: Readable, entry: OldEntry): void {
    if (legacyPicture(fields.imageData)) entry.pictures.push({ row: id, size, takenAt: at })
    else this.leave(`row ${id}`, 'no-picture', 'screenshot')
  }

  private entryOf({ type, fields }: Readable): OldEntry | undefined {
    const name = textOf(type === 'screenshot' ? fields.timeEntryId : fields.id) || undefined
    const known = name === undefined ? undefined : this.byName.get(name)
    if (known) return known
    if (!this.current?.canBeCalled(name)) return undefined
    if (name !== undefined) {
      this.current.names.add(name)
      this.byName.set(name, this.current)
    }
    return this.current
  }

  private leave(where: string, reason: LeftOutReason, detail: string): void {
    this.leftOut.push({ where, reason, detail })
  }
}

const none = (): Record<TaskState, number> => ({ waiting: 0, delivered: 0, 'given-up': 0 })

function stateOf({ status }: QueueRow): TaskState {
  return status === 'sent' ? 'delivered' : status === 'cancelled' ? 'given-up' : 'waiting'
}

const iso = (at: number): string => new Date(at).toISOString()
