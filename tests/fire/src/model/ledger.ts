import type { AccountId, EntityType, TaskId } from '@meantime/core'
import type { Sheet } from './timesheet.js'

export interface Known {
  readonly id: TaskId
  readonly lane: string
  readonly account: AccountId
  readonly type: EntityType
  /** The entry of a screenshot. */
  readonly of: string | undefined
  /** Position in which it was enqueued. */
  readonly place: number
  attempts: number
  /** Given up by hand. */
  cancelled?: boolean
  /** No longer in the file: delivered and purged, or dropped. */
  gone?: 'purged' | 'dropped'
}

/** Everything that the program has acknowledged, and so must answer for. */
export class Ledger {
  readonly tasks = new Map<TaskId, Known>()
  readonly sheets = new Map<string, Sheet>()
  /** Real answers about tasks in the present step: only they may cost an attempt. */
  readonly answers = new Map<TaskId, number>()
  /** Entries whose start was given up by hand: nothing more of them may be sent. */
  readonly givenUp = new Set<string>()

  add(task: Pick<Known, 'id' | 'lane' | 'account' | 'type' | 'of'>): void {
    this.tasks.set(task.id, { ...task, place: this.tasks.size, attempts: 0 })
  }

  isGivenUp({ of, lane }: Pick<Known, 'of' | 'lane'>): boolean {
    return this.givenUp.has(of ?? lane)
  }

  answered(id: TaskId): void {
    this.answers.set(id, (this.answers.get(id) ?? 0) + 1)
  }

  open(account: AccountId): Sheet | undefined {
    for (const sheet of this.sheets.values())
      if (sheet.account === account && (sheet.state === 'running' || sheet.state === 'paused')) return sheet
    return undefined
  }

  endedWithin(account: AccountId, from: number, to: number): boolean {
    return [...this.sheets.values()].some(({ account: owner, state, endedAt }) => {
      return owner === account && state === 'stopped' && endedAt !== null && endedAt > from && endedAt <= to
    })
  }

  /** Some entry of the account, deleted ones too. */
  some(account: AccountId, nth: number): Sheet | undefined {
    const own = [...this.sheets.values()].filter((sheet) => sheet.account === account)
    return own[own.length - 1 - (nth % Math.max(1, Math.min(own.length, 6)))]
  }

  /** Some task, most likely a young one. */
  someTask(nth: number): TaskId | undefined {
    const ids = [...this.tasks.keys()]
    return ids[ids.length - 1 - (nth % Math.max(1, Math.min(ids.length, 25)))]
  }
}
