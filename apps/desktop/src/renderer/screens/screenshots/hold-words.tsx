import { useTranslation } from 'react-i18next'
import type { ShotView } from '../../../bridge/shapes.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import styles from './gallery.module.css'

const MINUTE = 60_000

/** For how long it is still its person's alone: by the minute, and by the second in the last one. */
export function HoldWords({ shot }: { shot: ShotView }) {
  const { t } = useTranslation()
  const now = useNow('minute')
  const { holdUntil = 0, state, reason } = shot
  if (state !== 'held') return <span>{t('screenshots.waits')}</span>
  if (reason === 'queue-full') return <span>{t('screenshots.queueFull')}</span>
  return holdUntil - now > 2 * MINUTE ? <Left until={holdUntil} now={now} /> : <LastMinute until={holdUntil} />
}

function LastMinute({ until }: { until: number }) {
  return <Left until={until} now={useNow('second')} />
}

function Left({ until, now }: { until: number; now: number }) {
  const { t } = useTranslation()
  const { duration } = useFormats()
  const left = until - now
  return (
    <span className={styles.hold} data-soon={left < 2 * MINUTE || undefined}>
      {left > 0 ? t('screenshots.yoursFor', { time: duration(left) }) : t('screenshots.aboutToGo')}
    </span>
  )
}
