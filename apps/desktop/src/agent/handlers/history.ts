import { type Edited, type EntryId, HISTORY, type HistoryChange } from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import type { Received } from '../../bridge/operations.js'
import type { EntryView } from '../../bridge/shapes.js'
import type { Desk } from '../desk.js'
import { freshViews } from '../views/entry.js'

/** Corrections by hand; each can be taken back in this run of the agent. */
export const historyHandlers = (desk: Desk) => {
  const history = () => desk.app.get(HISTORY)
  const done = (change: HistoryChange): EntryView[] => {
    desk.undo.done(change)
    desk.suggestions.changed(change.after)
    return freshViews(change.after)
  }
  const one = (change: HistoryChange): EntryView => {
    const [view] = done(change)
    if (!view) throw new Error('a correction left no entry')
    return view
  }
  return {
    addEntry: async ({ description, project, segments }) =>
      one(await history().add({ description, project, segments })),
    editEntry: async ({ id, changes }) => one(await history().edit(id as EntryId, namedOnly(changes))),
    splitEntry: async ({ id, at }) => done(await history().split(id as EntryId, at)),
    mergeEntries: async ({ ids }) => one(await history().merge(ids as EntryId[])),
    deleteEntries: async ({ ids }) => {
      done(await history().delete(ids as EntryId[]))
      return {}
    },
    undo: async () => {
      const { undone, restored } = await desk.undo.undo(history())
      desk.suggestions.changed(restored.entries)
      return { undone }
    },
  } satisfies Partial<Handlers>
}

/** What is not named does not change. */
function namedOnly({ description, project, segments }: Received<'editEntry'>['changes']): Edited['changes'] {
  return {
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project }),
    ...(segments === undefined ? {} : { segments }),
  }
}
