import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../bridge/shapes.js'
import { useDialog } from '../app/dialogs.js'
import { useNow } from '../clock/clock-context.js'
import { type Stretch, within } from '../day/worked.js'
import { useFormats } from '../format/formats-context.js'
import { IconCloudOff, IconPlayerPlay } from '../ui/icons.js'
import { ProjectMark } from '../ui/project-mark.js'
import { EntryMenu } from './entry-menu.js'
import styles from './entry-row.module.css'

interface EntryRowProps {
  readonly entry: EntryView
  /** The part of it that belongs into this list: a day. */
  readonly day: Stretch
  readonly onContinue: (entry: EntryView) => void
  readonly selected?: boolean
  readonly onSelect?: (entry: EntryView) => void
}

export const EntryRow = memo(function EntryRow({ entry, day, onContinue, selected, onSelect }: EntryRowProps) {
  const { t } = useTranslation()
  const open = useDialog()
  const what = entry.description || t('today.untitled')
  return (
    <div className={styles.row} data-selectable={onSelect ? true : undefined} data-selected={selected || undefined}>
      {onSelect && (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={selected ?? false}
            onChange={() => onSelect(entry)}
            aria-label={t('entry.select', { what })}
          />
        </label>
      )}
      <Times entry={entry} day={day} />
      <button
        type="button"
        className={styles.what}
        data-untitled={entry.description === '' || undefined}
        onClick={() => open({ kind: 'edit', entry })}
      >
        {what}
      </button>
      <span className={styles.project}>
        <ProjectMark project={entry.project} quiet />
      </span>
      {entry.waits && (
        <span className={styles.waits} title={t('entry.waits')}>
          <IconCloudOff size={15} stroke={1.7} aria-hidden />
          <span className="visually-hidden">{t('entry.waits')}</span>
        </span>
      )}
      <Length entry={entry} day={day} />
      <span className={styles.actions}>
        {entry.state === 'stopped' && (
          <button
            type="button"
            className={`${styles.icon} ${styles.continue}`}
            aria-label={t('entry.continueWhat', { what })}
            title={t('entry.continue')}
            onClick={() => onContinue(entry)}
          >
            <IconPlayerPlay size={17} stroke={1.7} />
          </button>
        )}
        <EntryMenu entry={entry} onContinue={onContinue} />
      </span>
    </div>
  )
})

/** A running one is told apart in words, and its end is not written: it has none. */
function Times({ entry, day }: { entry: EntryView; day: Stretch }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const pieces = within(entry.segments, day, entry.endedAt ?? day.to)
  const from = pieces[0]?.from ?? entry.startedAt
  const to = pieces.at(-1)?.to ?? from
  const state = entry.state === 'stopped' ? undefined : entry.state
  return (
    <span className={`${styles.times} numbers`} data-state={state}>
      {state
        ? `${formats.clock(from)} – ${state === 'running' ? t('today.now') : t('app.paused').toLocaleLowerCase(formats.locale)}`
        : formats.range(from, to)}
    </span>
  )
}

function Length({ entry, day }: { entry: EntryView; day: Stretch }) {
  return (
    <span className={`${styles.length} numbers`}>
      {entry.state === 'running' ? (
        <Running entry={entry} day={day} />
      ) : (
        <Stopped entry={entry} day={day} now={day.to} />
      )}
    </span>
  )
}

function Running({ entry, day }: { entry: EntryView; day: Stretch }) {
  return <Stopped entry={entry} day={day} now={useNow('minute')} />
}

function Stopped({ entry, day, now }: { entry: EntryView; day: Stretch; now: number }) {
  const { duration } = useFormats()
  return duration(within(entry.segments, day, now).reduce((sum, { from, to }) => sum + to - from, 0))
}
