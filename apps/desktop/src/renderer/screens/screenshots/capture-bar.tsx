import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { go } from '../../app/route.js'
import { useCommand } from '../../bridge/commands.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { problemWords } from '../../i18n/agent-words.js'
import { CopyDetails } from '../../ui/copy-details.js'
import { IconAlertTriangle, IconCamera, IconEyeOff, IconPlayerPauseFilled } from '../../ui/icons.js'
import { tell } from '../../ui/tell.js'
import { useSetting } from '../settings/use-settings.js'
import styles from './capture-bar.module.css'
import { captureStanding } from './capture-standing.js'
import { furtherWords } from './further-words.js'

const HALF_AN_HOUR = 30 * 60_000

/** What is going on, in words, and the ways to end it: none of them more than one click away. */
export function CaptureBar({ onDecide }: { onDecide: () => void }) {
  const { t, i18n } = useTranslation()
  const { capture } = useAgentState()
  const formats = useFormats()
  const now = useNow('minute')
  const interval = Number(useSetting('screenshotInterval')?.value ?? 10)
  const pause = useCommand('screenshotsPause')
  const resume = useCommand('screenshotsResume')
  const setPrivate = useCommand('screenshotsPrivate')
  const off = useCommand('screenshotsOff', { onDone: () => tell(t('screenshots.turnedOff')) })
  const standing = captureStanding(capture, now)
  const trouble = capture.trouble && problemWords(capture.trouble, i18n)
  const Icon = {
    further: IconAlertTriangle,
    trouble: IconAlertTriangle,
    private: IconEyeOff,
    period: IconEyeOff,
    paused: IconPlayerPauseFilled,
    on: IconCamera,
  }[standing]
  const title = {
    further: t('screenshots.further.title'),
    trouble: trouble?.message ?? t('screenshots.trouble'),
    private: t('screenshots.private'),
    period: t('screenshots.privatePeriod', { period: capture.privatePeriod ?? '' }),
    paused: t('screenshots.paused', { time: formats.moment(capture.pausedUntil ?? now, now) }),
    on: t('screenshots.on'),
  }[standing]
  const body = {
    further: furtherWords(capture.further, t, formats),
    trouble: trouble?.hint,
    private: undefined,
    period: undefined,
    paused: undefined,
    on: t('screenshots.onBody', { minutes: formats.durationLong(interval * 60_000) }),
  }[standing]

  return (
    <section className={styles.bar} data-standing={standing} aria-label={t('settings.screenshotsState')}>
      <span className={styles.icon}>
        <Icon size={20} stroke={1.7} aria-hidden />
      </span>
      <div className={styles.words} role="status">
        <strong>{title}</strong>
        {body && <p>{body}</p>}
        {standing === 'trouble' && <CopyDetails text={trouble?.detail} />}
      </div>
      <div className={styles.actions}>
        {standing === 'further' && (
          <>
            <Button onClick={onDecide}>{t('screenshots.further.agree')}</Button>
            <Button variant="default" onClick={() => go('settings', 'privacy')}>
              {t('screenshots.further.put')}
            </Button>
          </>
        )}
        {standing === 'paused' && (
          <Button variant="default" onClick={() => resume.mutate({})}>
            {t('screenshots.resume')}
          </Button>
        )}
        {(standing === 'on' || standing === 'trouble') && (
          <Button variant="default" onClick={() => pause.mutate({ ms: HALF_AN_HOUR })}>
            {t('screenshots.pause')}
          </Button>
        )}
        {standing !== 'further' && (
          <Button variant="default" onClick={() => setPrivate.mutate({ on: !capture.private })}>
            {capture.private ? t('screenshots.endPrivate') : t('screenshots.beginPrivate')}
          </Button>
        )}
        <Button variant="subtle" color="brick" onClick={() => off.mutate({})}>
          {t('screenshots.turnOff')}
        </Button>
      </div>
    </section>
  )
}
