import { type App, TASK_QUEUE, type TaskState, TIME_TRACKER } from '@meantime/core'

const OPEN: readonly TaskState[] = ['pending', 'leased', 'failed', 'dead']
/** More than a queue holds. */
const ALL = 100_000

/** Which entries are not wholly at the server yet; read once for each change, however many lists ask. */
export class Waiting {
  private known:
    | { readonly app: App; readonly changes: number; readonly lanes: Promise<ReadonlySet<string>> }
    | undefined

  /** `changes` says how current an answer must be. */
  lanes(app: App, changes: number): Promise<ReadonlySet<string>> {
    if (this.known?.app !== app || this.known.changes !== changes) {
      this.known = { app, changes, lanes: read(app) }
      this.known.lanes.catch(() => {
        this.known = undefined
      })
    }
    return this.known.lanes
  }
}

async function read(app: App): Promise<ReadonlySet<string>> {
  const { account } = app.get(TIME_TRACKER)
  const tasks = await app.get(TASK_QUEUE).tasks({ account, states: OPEN, limit: ALL })
  return new Set(tasks.map(({ lane }) => lane))
}
