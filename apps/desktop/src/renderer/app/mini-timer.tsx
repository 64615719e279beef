import { ActionIcon } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAgentState } from '../bridge/state.js'
import { useTimer } from '../entry/use-timer.js'
import { WorkedTime } from '../entry/worked-time.js'
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerStopFilled } from '../ui/icons.js'
import styles from './shell.module.css'

/** The timer beside every screen but its own. */
export function MiniTimer() {
  const { t } = useTranslation()
  const { current } = useAgentState()
  const timer = useTimer()
  if (!current) return null
  const running = current.state === 'running'
  return (
    <div className={styles.mini}>
      <span className={`${styles.miniTime} numbers`}>
        <WorkedTime segments={current.segments} />
      </span>
      <span className={styles.miniWhat}>{current.description || t('today.untitled')}</span>
      <div className={styles.miniActions}>
        <ActionIcon
          variant="subtle"
          size={32}
          aria-label={running ? t('today.pause') : t('today.resume')}
          onClick={timer.toggle}
        >
          {running ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('today.stop')} onClick={timer.stop}>
          <IconPlayerStopFilled size={16} />
        </ActionIcon>
      </div>
    </div>
  )
}
