import { Button, Skeleton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDialog } from '../../app/dialogs.js'
import { useAgentState } from '../../bridge/state.js'
import { useNow } from '../../clock/clock-context.js'
import { dayOf } from '../../day/calendar.js'
import { useFormats } from '../../format/formats-context.js'
import { weekOf } from '../../format/week.js'
import { IconPlus } from '../../ui/icons.js'
import { Page } from '../../ui/page.js'
import { ProblemNote } from '../../ui/problem-note.js'
import { EntryList } from './entry-list.js'
import { type Filter, Filters, matching, NO_FILTER } from './filters.js'
import { periodOf, type Range } from './period.js'
import { RangeBar } from './range-bar.js'
import { Summary } from './summary.js'
import { useEntries } from './use-entries.js'

export default function HistoryScreen() {
  const { t } = useTranslation()
  const open = useDialog()
  const { zone } = useAgentState()
  const { locale } = useFormats()
  const today = dayOf(useNow('minute'), zone)
  const [range, setRange] = useState<Range>('week')
  const [anchor, setAnchor] = useState<string>()
  const [filter, setFilter] = useState<Filter>(NO_FILTER)
  const day = anchor ?? today
  const { firstDay } = weekOf(locale)
  const period = useMemo(() => periodOf(range, day, zone, firstDay), [range, day, zone, firstDay])
  const found = useEntries(period)
  const entries = useMemo(() => found.entries && matching(found.entries, filter), [found.entries, filter])

  return (
    <Page
      title={t('app.history')}
      actions={
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => open({ kind: 'add', ...(anchor && range !== 'all' ? { day: period.first } : {}) })}
        >
          {t('today.add')}
        </Button>
      }
    >
      <RangeBar period={period} today={today} onRange={setRange} onDay={setAnchor} />
      {found.error ? (
        <ProblemNote error={found.error} onRetry={found.retry} />
      ) : (
        <>
          {range !== 'all' && <Summary period={period} entries={entries} />}
          <Filters filter={filter} onChange={setFilter} />
          {entries ? (
            <EntryList
              period={period}
              today={today}
              entries={entries}
              more={found.more}
              loadingMore={found.loadingMore}
              nothing={found.entries?.length === 0}
              onClearFilter={() => setFilter(NO_FILTER)}
            />
          ) : (
            <Skeleton height={420} radius="lg" />
          )}
        </>
      )}
    </Page>
  )
}
