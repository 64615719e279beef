import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { standingOf } from '../../app/sync-standing.js'
import { useSyncNow } from '../../app/use-actions.js'
import { useAgentState } from '../../bridge/state.js'
import { IconRefresh } from '../../ui/icons.js'
import { Page } from '../../ui/page.js'
import { Delivery } from './delivery.js'
import { Ledger } from './ledger.js'
import { ParkedTasks } from './parked-tasks.js'
import { Queue } from './queue.js'
import { Receipts } from './receipts.js'
import { Results } from './results.js'
import styles from './sync.module.css'

/** Where the work is: what the server has, what waits and why, and what needs a person. */
export default function SyncScreen() {
  const { t } = useTranslation()
  const state = useAgentState()
  const syncNow = useSyncNow()
  const local = standingOf(state) === 'local'
  return (
    <Page
      title={t('app.sync')}
      actions={
        !local && (
          // Also while a run goes on, which is joined: what a program that was killed had lent out looks like one for a minute.
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={syncNow}>
            {t('sync.now')}
          </Button>
        )
      }
    >
      <Delivery />
      <ParkedTasks />
      <Ledger />
      <div className={styles.columns}>
        <Queue />
        <div className={styles.column}>
          <Results />
          <Receipts />
        </div>
      </div>
    </Page>
  )
}
