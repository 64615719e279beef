import { useTranslation } from 'react-i18next'
import { useAgentState } from '../../bridge/state.js'
import { OfferCard } from './offer-card.js'
import styles from './offers.module.css'

/** One at a time: the oldest first, and how many more there are. */
export function Offers() {
  const { t } = useTranslation()
  const { offers } = useAgentState()
  const [first, ...more] = [...offers].sort((one, other) => one.from - other.from)
  if (!first) return null
  return (
    <div className={styles.offers}>
      <OfferCard key={first.id} offer={first} />
      {more.length > 0 && <p className={styles.more}>{t('today.offers.more', { count: more.length })}</p>}
    </div>
  )
}
