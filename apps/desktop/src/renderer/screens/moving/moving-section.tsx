import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/card.js'
import { Former } from './former.js'

/** The same as in the first run, at any time later. */
export function MovingSection() {
  const { t } = useTranslation()
  return (
    <Card title={t('moving.title')} lead={t('moving.lead')}>
      <Former />
    </Card>
  )
}
