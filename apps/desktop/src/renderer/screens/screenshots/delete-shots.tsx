import { useTranslation } from 'react-i18next'
import { useCommand } from '../../bridge/commands.js'
import { Confirm } from '../../ui/confirm.js'
import { tell } from '../../ui/tell.js'

interface DeleteShotsProps {
  /** None: nothing is asked. */
  readonly ids: readonly string[]
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

/** Cannot be taken back, so it asks; says truly what went, because one may be on its way just now. */
export function DeleteShots({ ids, onClose, onDeleted }: DeleteShotsProps) {
  const { t } = useTranslation()
  const { mutate } = useCommand('deleteShots', {
    onDone: ({ deleted }) => {
      tell(deleted.length > 0 ? t('screenshots.deletedDone', { count: deleted.length }) : t('screenshots.deletedNone'))
      if (deleted.length > 0) onDeleted?.()
    },
  })
  return (
    <Confirm
      opened={ids.length > 0}
      title={t('screenshots.deleteTitle', { count: Math.max(1, ids.length) })}
      body={t('screenshots.deleteBody')}
      action={t('screenshots.delete')}
      danger
      onClose={onClose}
      onConfirm={() => mutate({ ids: [...ids] })}
    />
  )
}
