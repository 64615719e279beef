import { useTranslation } from 'react-i18next'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import styles from './tasks.module.css'
import { useResults } from './use-results.js'

export function Results() {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const results = useResults()
  return (
    <Card title={t('sync.results.title')} lead={t('sync.results.lead')}>
      {results.length === 0 && <p className={styles.none}>{t('sync.results.empty')}</p>}
      <ul className={styles.lines}>
        {results.map(({ at, status, sent }) => (
          <li key={at} className="numbers">
            <span>
              {t(`sync.status.${status}`)}
              {sent > 0 && ` (${t('sync.results.sent', { count: sent })})`}
            </span>
            <span>{formats.moment(at, now)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
