import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLink } from '../bridge/context.js'
import styles from './connection-banner.module.css'

/** Over the page, not above it: what is shown does not jump when the agent goes and comes. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const link = useLink()
  if (link === 'up' || link === 'connecting') return <div role="status" />
  const refused = link === 'refused'
  return (
    <div className={styles.banner} role="status">
      <span className={styles.pulse} data-still={refused || undefined} />
      <div>
        <strong>{refused ? t('app.connecting.refusedTitle') : t('app.connecting.lostTitle')}</strong>
        <p>{refused ? t('app.connecting.refusedBody') : t('app.connecting.lostBody')}</p>
      </div>
      {refused && (
        <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {t('app.error.reload')}
        </Button>
      )}
    </div>
  )
}
