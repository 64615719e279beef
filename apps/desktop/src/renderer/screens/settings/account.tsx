import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '../../bridge/commands.js'
import { useAgentState } from '../../bridge/state.js'
import { Card } from '../../ui/card.js'
import { Confirm } from '../../ui/confirm.js'
import { tell } from '../../ui/tell.js'
import styles from './settings.module.css'
import { SignInForm } from './sign-in-form.js'

export function Account() {
  const { t } = useTranslation()
  const { account, server } = useAgentState()
  const [asking, setAsking] = useState(false)
  const signOut = useCommand('signOut', { onDone: () => tell(t('settings.signedOutDone')) })
  if (account?.signedIn) {
    return (
      <Card title={t('settings.account')}>
        <div className={styles.account}>
          <div>
            <strong>{t('settings.signedIn', { email: account.email })}</strong>
            <p>{t('settings.signedInAt', { server: account.server })}</p>
          </div>
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('settings.signOut')}
          </Button>
        </div>
        <Confirm
          opened={asking}
          title={t('settings.signOutTitle')}
          body={t('settings.signOutBody')}
          action={t('settings.signOut')}
          onClose={() => setAsking(false)}
          onConfirm={() => signOut.mutate({})}
        />
      </Card>
    )
  }
  return (
    <Card title={t('settings.account')}>
      <div className={styles.account}>
        <div>
          <strong>{t('settings.signedOut')}</strong>
          <p>{account ? t('settings.signedOutWas', { email: account.email }) : t('settings.signedOutBody')}</p>
        </div>
      </div>
      <SignInForm email={account?.email} server={account?.server ?? server ?? undefined} />
    </Card>
  )
}
