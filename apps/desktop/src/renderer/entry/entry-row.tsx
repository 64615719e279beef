import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../bridge/shapes.js'
import { useDialog } from '../app/dialogs.js'
import { useNow } from '../clock/clock-context.js'
import { msWithin, type Stretch, within } from '../day/worked.js'
import type { Formats } from '../format/formats.js'
import { useFormats } from '../format/formats-context.js'
import { IconCloudOff, IconPlayerPlay } from '../ui/icons.js'
import { useProjectColour } from '../ui/project-colours.js'
import { ProjectName } from '../ui/project-mark.js'
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

/** Dozens of these come and go with each frame of a scroll: texts and formats are looked up once, and nothing is measured. */
export const EntryRow = memo(function EntryRow({ entry, day, onContinue, selected, onSelect }: EntryRowProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const colour = useProjectColour(entry.project)
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
      <span className={`${styles.times} numbers`} data-state={entry.state === 'stopped' ? undefined : entry.state}>
        {times(entry, day, t, formats)}
      </span>
      <button
        type="button"
        className={styles.what}
        data-untitled={entry.description === '' || undefined}
        onClick={() => open({ kind: 'edit', entry })}
      >
        {what}
      </button>
      <span className={styles.project}>
        <ProjectName name={entry.project ?? t('today.noProject')} none={entry.project === null} colour={colour} quiet />
      </span>
      {entry.waits && (
        <span className={styles.waits} title={t('entry.waits')}>
          <IconCloudOff size={15} stroke={1.7} aria-hidden />
          <span className="visually-hidden">{t('entry.waits')}</span>
        </span>
      )}
      <span className={`${styles.length} numbers`}>
        {entry.state === 'running' ? (
          <Running entry={entry} day={day} />
        ) : (
          formats.duration(msWithin(entry.segments, day, day.to))
        )}
      </span>
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
        <EntryMenu entry={entry} label={t('entry.actions', { what })} onContinue={onContinue} />
      </span>
    </div>
  )
})

/** A running one is told apart in words, and its end is not written: it has none. */
function times(entry: EntryView, day: Stretch, t: TFunction, formats: Formats): string {
  const pieces = within(entry.segments, day, entry.endedAt ?? day.to)
  const from = pieces[0]?.from ?? entry.startedAt
  const to = pieces.at(-1)?.to ?? from
  if (entry.state === 'stopped') return formats.clockRange(from, to)
  const state = entry.state === 'running' ? t('today.now') : t('app.paused').toLocaleLowerCase(formats.locale)
  return `${formats.clock(from)} – ${state}`
}

function Running({ entry, day }: { entry: EntryView; day: Stretch }) {
  return useFormats().duration(msWithin(entry.segments, day, useNow('minute')))
}
