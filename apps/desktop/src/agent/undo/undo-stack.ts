import { type EntryId, type History, type HistoryChange, isMeantimeError, type Restored } from '@meantime/core'
import type { UndoView } from '../../bridge/shapes.js'
import { refusal } from '../problem.js'
import { undoView } from '../views/undo.js'

/** Nobody goes back further than this. */
const DEEPEST = 100

/**
 * What was corrected in this run of the agent, newest last. The journal is append-only, so taking back is recorded too:
 * what was deleted comes back as a new entry with the same content.
 */
export class UndoStack {
  private changes: HistoryChange[] = []

  /** Undefined when there is nothing. */
  get next(): UndoView | undefined {
    const last = this.changes.at(-1)
    return last && undoView(last)
  }

  done(change: HistoryChange): void {
    this.changes = [...this.changes.slice(1 - DEEPEST), change]
  }

  /** Another person's work is not taken back. */
  clear(): void {
    this.changes = []
  }

  /** Throws NOTHING_TO_UNDO, or CHANGED_SINCE: then it is not offered again. */
  async undo(history: History): Promise<{ readonly undone: UndoView; readonly restored: Restored }> {
    const change = this.changes.pop()
    if (!change) throw refusal('NOTHING_TO_UNDO', 'There is nothing to undo.')
    try {
      const restored = await history.takeBack(change)
      this.changes = this.changes.map((earlier) => renamed(earlier, restored.renamed))
      return { undone: undoView(change), restored }
    } catch (error) {
      if (!isMeantimeError(error, 'CHANGED_SINCE')) this.changes.push(change)
      throw error
    }
  }
}

/** What an earlier change was about has another id since it came back. */
function renamed(change: HistoryChange, ids: ReadonlyMap<EntryId, EntryId>): HistoryChange {
  const named = (entries: HistoryChange['before']) =>
    entries.map((entry) => ({ ...entry, id: ids.get(entry.id) ?? entry.id }))
  return { ...change, before: named(change.before), after: named(change.after) }
}
