import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../format/formats-context.js'
import { IconChevronLeft, IconChevronRight } from '../../ui/icons.js'
import styles from './history.module.css'
import { type Period, type Range, stepped } from './period.js'

interface RangeBarProps {
  readonly period: Period
  readonly today: string
  readonly onRange: (range: Range) => void
  /** Undefined is the day of today, also tomorrow. */
  readonly onDay: (day: string | undefined) => void
}

export function RangeBar({ period, today, onRange, onDay }: RangeBarProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { range, first, last } = period
  const isCurrent = first <= today && today <= last
  const title = { week: formats.days(first, last), month: formats.month(first), all: t('history.all') }[range]
  return (
    <div className={styles.bar}>
      <SegmentedControl
        aria-label={t('history.range')}
        value={range}
        onChange={(value) => onRange(value as Range)}
        data={(['week', 'month', 'all'] as const).map((value) => ({ value, label: t(`history.${value}`) }))}
      />
      {range !== 'all' && (
        <div className={styles.steps}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t(`history.previous.${range}`)}
            onClick={() => onDay(stepped(range, first, -1))}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t(`history.next.${range}`)}
            disabled={last >= today}
            onClick={() => onDay(stepped(range, first, 1))}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
          <h2 className={`${styles.period} numbers`} aria-live="polite">
            {title}
          </h2>
          {!isCurrent && (
            <Button variant="subtle" size="compact-md" onClick={() => onDay(undefined)}>
              {t(`history.thisOne.${range}`)}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
