import { Button, Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { go } from '../../app/route.js'
import { type Standing, standingOf, waitingOf } from '../../app/sync-standing.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { problemWords } from '../../i18n/agent-words.js'
import { CopyDetails } from '../../ui/copy-details.js'
import {
  IconAlertTriangle,
  IconCloud,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconDeviceDesktop,
  IconUser,
} from '../../ui/icons.js'
import styles from './sync.module.css'

const ICONS: Readonly<Record<Standing, typeof IconCloud>> = {
  local: IconDeviceDesktop,
  syncing: IconCloudUp,
  'auth-required': IconUser,
  parked: IconAlertTriangle,
  offline: IconCloudOff,
  failing: IconCloudOff,
  refused: IconAlertTriangle,
  queued: IconCloud,
  drained: IconCloudCheck,
}

/** One sentence on how things stand, what is safe, and the queue as it drains. */
export function Delivery() {
  const { t, i18n } = useTranslation()
  const state = useAgentState()
  const formats = useFormats()
  const now = useNow('minute')
  const { sync } = state
  const standing = standingOf(state)
  const Icon = ICONS[standing]
  const left = sync.progress?.left ?? waitingOf(sync)
  const sent = sync.progress?.sent ?? 0
  const { last } = sync
  const problem = last?.problem && left > 0 && standing !== 'syncing' ? problemWords(last.problem, i18n) : undefined
  const when = (at: number) => formats.relative(at, Math.max(now, at))
  return (
    <section className={styles.delivery} data-standing={standing} aria-label={t('settings.delivery')}>
      <span className={styles.icon}>
        <Icon size={26} stroke={1.6} aria-hidden />
      </span>
      <div className={styles.words}>
        <h2>{t(`sync.headline.${standing}`)}</h2>
        <p>{t(`sync.body.${standing}`)}</p>
        <p className={`${styles.meta} numbers`}>
          {left > 0 && <span>{t('sync.left', { count: left })}</span>}
          {standing === 'syncing' && sent > 0 && <span>{t('sync.sentSoFar', { sent: formats.number(sent) })}</span>}
          {standing !== 'local' && <span>{last ? t('sync.lastTry', { when: when(last.at) }) : t('sync.never')}</span>}
          {last?.deliveredAt && last.deliveredAt !== last.at && (
            <span>{t('sync.lastDelivery', { when: when(last.deliveredAt) })}</span>
          )}
        </p>
        {problem && <p className={styles.problem}>{problem.message}</p>}
        <CopyDetails text={problem?.detail} />
      </div>
      {standing === 'auth-required' && (
        <Button onClick={() => go('settings', 'account')}>{t('settings.signIn')}</Button>
      )}
      <div className={styles.progress}>
        {standing === 'syncing' && (
          <Progress
            value={(sent / Math.max(1, sent + left)) * 100}
            transitionDuration={200}
            size={5}
            radius={0}
            aria-label={t('sync.progress', { percent: formats.percent(sent / Math.max(1, sent + left)) })}
          />
        )}
      </div>
    </section>
  )
}
