import { useTranslation } from 'react-i18next'
import { waitingOf } from '../../app/sync-standing.js'
import { useAgentState } from '../../bridge/state.js'
import { useFormats } from '../../format/formats-context.js'
import { Card } from '../../ui/card.js'
import styles from './ledger.module.css'

/** Recorded is delivered and waiting and parked and given up and discarded: the sum is drawn, so that it can be seen. */
export function Ledger() {
  const { t } = useTranslation()
  const formats = useFormats()
  const { sync } = useAgentState()
  const { sent, dead, dropped, cancelled } = sync.counts
  const parts = [
    ['delivered', sent],
    ['waiting', waitingOf(sync)],
    ['parked', dead],
    ['dropped', dropped],
    ['discarded', cancelled],
  ] as const
  const total = parts.reduce((sum, [, count]) => sum + count, 0)
  const sum = t('sync.ledger.sum', {
    total: formats.number(total),
    parts: parts.map(([, count]) => formats.number(count)).join(' + '),
  })
  return (
    <Card
      title={t('sync.ledger.title')}
      lead={t('sync.ledger.lead')}
      aside={
        <span className="numbers" title={sum}>
          {t('sync.ledger.recorded', { total: formats.number(total) })}
        </span>
      }
    >
      <div className={styles.bar} aria-hidden>
        {parts.map(([name, count]) => count > 0 && <span key={name} data-part={name} style={{ flexGrow: count }} />)}
      </div>
      <dl className={`${styles.parts} numbers`}>
        {parts.map(([name, count]) => (
          <div key={name} data-part={name} data-none={count === 0 || undefined}>
            <dt>{t(`sync.ledger.${name}`)}</dt>
            <dd>{formats.number(count)}</dd>
            <dd className={styles.hint}>{t(`sync.ledger.${name}Hint`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
