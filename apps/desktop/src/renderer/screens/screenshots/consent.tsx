import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { go } from '../../app/route.js'
import { useCommand } from '../../bridge/commands.js'
import { useAsk } from '../../bridge/queries.js'
import { Card } from '../../ui/card.js'
import { tell } from '../../ui/tell.js'
import styles from './consent.module.css'
import { useTerms } from './use-terms.js'

/** What somebody is asked to agree to: all of it, from the settings as they are, before the button. */
export function Consent({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const { data: settings } = useAsk('settings', {})
  const terms = useTerms(settings)
  const turnOn = useCommand('screenshotsOn', {
    onDone: () => {
      tell(t('screenshots.turnedOn'))
      onDone()
    },
  })
  return (
    <Card title={t('screenshots.consent.title')} lead={t('screenshots.consent.lead')}>
      {terms ? (
        <ul className={styles.terms}>
          {terms.map((term) => (
            <li key={term}>{term}</li>
          ))}
        </ul>
      ) : (
        <Skeleton height={190} />
      )}
      <div className={styles.actions}>
        <Button loading={turnOn.isPending} disabled={!terms} onClick={() => turnOn.mutate({})}>
          {t('screenshots.consent.agree')}
        </Button>
        <Button variant="default" onClick={() => go('settings', 'privacy')}>
          {t('screenshots.consent.change')}
        </Button>
      </div>
    </Card>
  )
}
