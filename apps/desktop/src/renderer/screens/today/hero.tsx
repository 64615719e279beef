import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { useDialog } from '../../app/dialogs.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { useTimer } from '../../entry/use-timer.js'
import { WorkedTime } from '../../entry/worked-time.js'
import { useFormats } from '../../format/formats-context.js'
import { IconCloudOff, IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerStopFilled } from '../../ui/icons.js'
import styles from './hero.module.css'
import { StartForm } from './start-form.js'

/** The running time, and the field from which the next one starts. */
export function Hero() {
  const { t } = useTranslation()
  const { current } = useAgentState()
  return (
    <section className={styles.hero} data-state={current?.state ?? 'idle'} aria-label={t('app.timer')}>
      <div className={styles.top}>
        <div className={styles.words}>{current ? <Current entry={current} /> : <Idle />}</div>
        <div className={`${styles.digits} numbers`} role="timer" aria-label={t('app.timer')}>
          <WorkedTime segments={current?.segments ?? []} colonClass={styles.colon} />
        </div>
        {current && <Controls entry={current} />}
      </div>
      <StartForm />
    </section>
  )
}

function Idle() {
  const { t } = useTranslation()
  return (
    <>
      <p className={styles.what}>{t('today.idleTitle')}</p>
      <p className={styles.meta}>{t('today.idleBody')}</p>
    </>
  )
}

function Current({ entry }: { entry: EntryView }) {
  const { t } = useTranslation()
  const open = useDialog()
  const formats = useFormats()
  const now = useNow('minute')
  const paused = entry.state === 'paused'
  const at = paused ? (entry.segments.at(-1)?.to ?? entry.startedAt) : entry.startedAt
  const time = formats.moment(at, now)
  return (
    <>
      <p className={styles.state}>
        <span className={styles.lamp} />
        {paused ? t('app.paused') : t('app.running')}
      </p>
      <button type="button" className={styles.what} onClick={() => open({ kind: 'edit', entry })}>
        {entry.description || t('today.untitled')}
      </button>
      <p className={styles.meta}>
        <span>{entry.project ?? t('today.noProject')}</span>
        <span>{paused ? t('today.pausedSince', { time }) : t('today.since', { time })}</span>
        {entry.waits && (
          <span className={styles.waits}>
            <IconCloudOff size={15} stroke={1.8} aria-hidden />
            {t('today.waits')}
          </span>
        )}
      </p>
    </>
  )
}

function Controls({ entry }: { entry: EntryView }) {
  const { t } = useTranslation()
  const timer = useTimer()
  const running = entry.state === 'running'
  return (
    <div className={styles.controls}>
      <Button
        size="md"
        className={styles.main}
        leftSection={running ? <IconPlayerPauseFilled size={17} /> : <IconPlayerPlayFilled size={17} />}
        onClick={timer.toggle}
      >
        {running ? t('today.pause') : t('today.resume')}
      </Button>
      <Button size="md" className={styles.second} leftSection={<IconPlayerStopFilled size={17} />} onClick={timer.stop}>
        {t('today.stop')}
      </Button>
    </div>
  )
}
