import { type App, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'

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
  return new Set(await app.get(TASK_QUEUE).openLanes(app.get(TIME_TRACKER).account))
}
