import type { HistoryChange } from '@meantime/core'
import type { UndoView } from '../../bridge/shapes.js'

/** What would be taken back; how that is said is the window's business. */
export function undoView({ kind, before, after }: HistoryChange): UndoView {
  const touched = kind === 'add' ? after : before
  return { kind, entries: touched.length, description: touched[0]?.description ?? '' }
}
