import { Skeleton } from '@mantine/core'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { EntryRow } from '../../entry/entry-row.js'
import { useTimer } from '../../entry/use-timer.js'
import { EmptyNote } from '../../ui/empty-note.js'
import { IconListDetails } from '../../ui/icons.js'
import styles from './today.module.css'
import type { Today } from './use-today.js'

export function DayEntries({ today }: { today: Today }) {
  const { t } = useTranslation()
  const { begin } = useTimer()
  const onContinue = useCallback((entry: EntryView) => begin(entry), [begin])
  if (!today.entries) {
    return (
      <div className={styles.list}>
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} height={22} mx="md" my={12} />
        ))}
      </div>
    )
  }
  if (today.entries.length === 0)
    return <EmptyNote icon={<IconListDetails size={22} />} title={t('today.entriesEmpty')} />
  return (
    <div className={styles.list}>
      {today.entries.map((entry) => (
        <EntryRow key={entry.id} entry={entry} day={today.bounds} onContinue={onContinue} />
      ))}
    </div>
  )
}
