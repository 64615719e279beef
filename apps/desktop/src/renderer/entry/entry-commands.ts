import { useTranslation } from 'react-i18next'
import { useCommand } from '../bridge/commands.js'
import { tell } from '../ui/tell.js'
import { useUndoButton } from './use-undo.js'

/** Changes of entries from lists; each can be taken back at once. */
export function useEntryCommands({ onDone }: { onDone?: () => void } = {}) {
  const { t } = useTranslation()
  const undo = useUndoButton()
  const done = (text: string) => {
    tell(text, undo)
    onDone?.()
  }
  const remove = useCommand('deleteEntries', {
    onDone: (_, { ids }) => done(t('entry.deleted', { count: ids.length })),
  })
  const merge = useCommand('mergeEntries', { onDone: (_, { ids }) => done(t('entry.merged', { count: ids.length })) })
  return {
    remove: (ids: readonly string[]) => remove.mutate({ ids: [...ids] }),
    merge: (ids: readonly string[]) => merge.mutate({ ids: [...ids] }),
    busy: remove.isPending || merge.isPending,
  }
}
