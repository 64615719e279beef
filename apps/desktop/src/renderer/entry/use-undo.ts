import { useTranslation } from 'react-i18next'
import { useCommand } from '../bridge/commands.js'
import { useAgentState } from '../bridge/state.js'
import { tell } from '../ui/tell.js'
import { undoWords } from './undo-words.js'

/** Takes back the last change; says what it was. */
export function useUndo(): () => void {
  const { t } = useTranslation()
  const { undo } = useAgentState()
  const { mutate } = useCommand('undo', {
    onDone: ({ undone }) => tell(t('app.undone', { what: undoWords(t, undone) })),
  })
  return () => (undo === undefined ? tell(t('app.nothingToUndo')) : mutate({}))
}

/** The same as a button beside what was just done. */
export function useUndoButton(): { readonly label: string; readonly run: () => void } {
  const { t } = useTranslation()
  const { mutate } = useCommand('undo', {
    onDone: ({ undone }) => tell(t('app.undone', { what: undoWords(t, undone) })),
  })
  return { label: t('app.undo'), run: () => mutate({}) }
}
