import { isMeantimeError } from '@meantime/core'
import type { Connection } from '../file/connection.js'
import type { SqliteFile } from '../file/sqlite-file.js'
import { openTaskCount } from './capacity.js'
import { insertAlone, type LoneTask } from './insert-alone.js'
import { insertTask, isKnown } from './insert-task.js'

/** As many as share one commit. */
const LARGEST = 256

interface Batch {
  readonly tasks: LoneTask[]
  /** For each task whether it is in the queue now. */
  readonly taken: Promise<readonly boolean[]>
}

/**
 * Lone tasks that are enqueued in one turn of the event loop go into the queue by common statements. When that fails,
 * each is tried by itself, so that one that cannot be written harms no other.
 */
export class EnqueueTogether {
  private open: Batch | undefined

  constructor(private readonly file: Pick<SqliteFile, 'write' | 'settings'>) {}

  /** False when the queue is full. A task that is in it already is taken and not added again. */
  async add(task: LoneTask): Promise<boolean> {
    if (!this.open || this.open.tasks.length >= LARGEST) this.open = this.begin()
    const { tasks, taken } = this.open
    const index = tasks.push(task) - 1
    try {
      return (await taken)[index] ?? false
    } catch (error) {
      if (tasks.length === 1 || (isMeantimeError(error) && error.code === 'DATABASE_BUSY')) throw error
      return this.file.write((connection) => this.insert(connection, [task])[0] ?? false)
    }
  }

  private begin(): Batch {
    const tasks: LoneTask[] = []
    const close = () => {
      if (this.open?.tasks === tasks) this.open = undefined
    }
    // May run again; nobody joins after the first time.
    const taken = this.file.write((connection) => {
      close()
      return this.insert(connection, tasks)
    })
    taken.catch(close)
    return { tasks, taken }
  }

  /** Throws when one of several is in the queue already: asking first would cost a third of the inserts. */
  private insert(connection: Connection, tasks: readonly LoneTask[]): boolean[] {
    const [only] = tasks
    if (only && tasks.length === 1) return [this.insertOne(connection, only)]
    const room = Math.max(0, this.file.settings.capacity - openTaskCount(connection))
    insertAlone(connection, tasks.slice(0, room))
    return tasks.map(({ id }, index) => index < room || isKnown(connection, id))
  }

  /** A list of one costs twice as much as one. */
  private insertOne(connection: Connection, task: LoneTask): boolean {
    if (isKnown(connection, task.id)) return true
    if (openTaskCount(connection) >= this.file.settings.capacity) return false
    insertTask(connection, { ...task, lane: task.id })
    return true
  }
}
