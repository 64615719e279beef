import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../bridge/queries.js'
import { Card } from '../../ui/card.js'
import { IconCopy } from '../../ui/icons.js'
import { tell } from '../../ui/tell.js'
import styles from './settings.module.css'

export function About() {
  const { t } = useTranslation()
  const { data: about } = useAsk('about', {})
  const { version = '…', node = '…', sqlite = '…', deviceId = '…' } = about ?? {}
  const copy = () =>
    navigator.clipboard
      .writeText(JSON.stringify({ version, node, sqlite, window: navigator.userAgent }, null, 2))
      .then(() => tell(t('app.copied')))
  return (
    <Card title={t('settings.about')}>
      <div className={styles.fields}>
        <div className={styles.account}>
          <div>
            <strong>{t('settings.version', { version })}</strong>
            <p>{t('settings.versions', { node, sqlite })}</p>
          </div>
          <Button variant="default" leftSection={<IconCopy size={16} />} onClick={() => void copy()}>
            {t('settings.copyAbout')}
          </Button>
        </div>
        <p className={styles.note}>{t('settings.promise')}</p>
        <div>
          <p className={styles.term}>{t('settings.device')}</p>
          <code className={styles.code}>{deviceId}</code>
        </div>
      </div>
    </Card>
  )
}
