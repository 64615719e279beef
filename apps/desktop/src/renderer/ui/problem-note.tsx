import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyDetails } from './copy-details.js'
import { IconAlertTriangle } from './icons.js'
import styles from './note.module.css'
import { useProblemOf } from './problem-toast.js'

/** In the place of what could not be shown. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const { message, safe, hint, detail } = useProblemOf()(error)
  return (
    <div className={styles.problem} role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        <strong>{message}</strong>
        {(safe ?? hint) && <p>{[safe, hint].filter(Boolean).join(' ')}</p>}
        <Group gap="md">
          {onRetry && (
            <Button size="compact-sm" variant="default" onClick={onRetry}>
              {t('app.retry')}
            </Button>
          )}
          <CopyDetails text={detail} />
        </Group>
      </div>
    </div>
  )
}
