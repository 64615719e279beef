import { useTranslation } from 'react-i18next'
import { useAgentState } from '../bridge/state.js'
import {
  IconAlertTriangle,
  IconCloud,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconDeviceDesktop,
} from '../ui/icons.js'
import { routeTo } from './screens.js'
import styles from './shell.module.css'
import { standingOf, waitingOf } from './sync-standing.js'

/** Whether the work is at the server, in one line that is always there and never alarms about a missing network. */
export function SyncPill() {
  const { icon: Icon, tone, text } = useWords()
  return (
    <a className={styles.pill} href={routeTo('sync')} data-tone={tone} title={text}>
      <Icon size={18} stroke={1.7} aria-hidden />
      <span>{text}</span>
    </a>
  )
}

function useWords() {
  const { t } = useTranslation()
  const state = useAgentState()
  const count = waitingOf(state.sync)
  const { dead } = state.sync.counts
  switch (standingOf(state)) {
    case 'drained':
      return { icon: IconCloudCheck, tone: 'good', text: t('app.pill.safe') }
    case 'local':
      return { icon: IconDeviceDesktop, tone: 'calm', text: t('app.pill.local') }
    case 'auth-required':
      return { icon: IconCloudOff, tone: 'calm', text: t('app.pill.signedOut') }
    case 'syncing':
      return {
        icon: IconCloudUp,
        tone: 'good',
        text: t('app.pill.syncing', { count: state.sync.progress?.left ?? count }),
      }
    case 'parked':
      return { icon: IconAlertTriangle, tone: 'bad', text: t('app.pill.parked', { count: dead }) }
    case 'queued':
      return { icon: IconCloud, tone: 'calm', text: t('app.pill.queued', { count }) }
    case 'offline':
    case 'failing':
    case 'refused':
      return { icon: IconCloudOff, tone: 'calm', text: t('app.pill.waits', { count }) }
  }
}
