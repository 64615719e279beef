import { Button } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryView } from '../../../bridge/shapes.js'
import { useDialog } from '../../app/dialogs.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { DayIndex } from '../../day/day-index.js'
import { EmptyNote } from '../../ui/empty-note.js'
import { IconListDetails, IconSearch } from '../../ui/icons.js'
import styles from './history.module.css'
import { listRows } from './list-rows.js'
import type { Period } from './period.js'
import { SelectionBar } from './selection-bar.js'
import { VirtualRows } from './virtual-rows.js'

interface EntryListProps {
  readonly period: Period
  readonly today: string
  readonly entries: readonly EntryView[]
  readonly more?: (() => void) | undefined
  readonly loadingMore: boolean
  /** Also without a filter there is none. */
  readonly nothing: boolean | undefined
  readonly onClearFilter: () => void
}

export function EntryList({ period, today, entries, more, loadingMore, nothing, onClearFilter }: EntryListProps) {
  const { t } = useTranslation()
  const { zone } = useAgentState()
  const now = useNow('minute')
  const index = useMemo(() => new DayIndex(zone), [zone])
  const rows = useMemo(() => listRows(entries, period, index, now), [entries, period, index, now])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback(({ id }: EntryView) => {
    setSelected((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  }, [])
  // What was deleted elsewhere meanwhile is not selected any more.
  const chosen = useMemo(() => entries.filter(({ id }) => selected.has(id)), [entries, selected])

  if (rows.length === 0)
    return <NoEntries all={period.range === 'all'} filtered={!nothing} onClearFilter={onClearFilter} />
  return (
    <>
      <div className={styles.list}>
        <VirtualRows rows={rows} today={today} selected={selected} onSelect={toggle} more={more} />
        {loadingMore && (
          <p className={styles.reading} role="status">
            {t('history.loadingMore')}
          </p>
        )}
      </div>
      {chosen.length > 0 && <SelectionBar entries={chosen} onClear={() => setSelected(new Set())} />}
    </>
  )
}

function NoEntries({ all, filtered, onClearFilter }: { all: boolean; filtered: boolean; onClearFilter: () => void }) {
  const { t } = useTranslation()
  const open = useDialog()
  return (
    <div className={styles.list}>
      {filtered ? (
        <EmptyNote icon={<IconSearch size={22} />} title={t('history.noMatchTitle')} body={t('history.noMatchBody')}>
          <Button variant="default" onClick={onClearFilter}>
            {t('history.clearFilter')}
          </Button>
        </EmptyNote>
      ) : (
        <EmptyNote
          icon={<IconListDetails size={22} />}
          title={all ? t('history.emptyAllTitle') : t('history.emptyTitle')}
          body={all ? t('history.emptyAllBody') : t('history.emptyBody')}
        >
          <Button variant="default" onClick={() => open({ kind: 'add' })}>
            {t('today.add')}
          </Button>
        </EmptyNote>
      )}
    </div>
  )
}
