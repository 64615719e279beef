import { ActionIcon, Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAgentState } from '../bridge/state.js'
import { useClock } from '../clock/clock-context.js'
import { addDays, dayOf } from '../day/calendar.js'
import type { RowProblem, SegmentRow } from '../day/segment-rows.js'
import { DayField } from '../ui/day-field.js'
import { IconPlus, IconX } from '../ui/icons.js'
import { TimeField } from '../ui/time-field.js'
import styles from './segment-rows.module.css'

interface SegmentRowsProps {
  readonly rows: readonly SegmentRow[]
  readonly onChange: (rows: readonly SegmentRow[]) => void
  readonly problems: ReadonlyMap<string, RowProblem>
  readonly showProblems: boolean
}

export function SegmentRows({ rows, onChange, problems, showProblems }: SegmentRowsProps) {
  const { t } = useTranslation()
  const { zone } = useAgentState()
  const clock = useClock()
  const today = dayOf(clock.now(), zone)
  const change = (key: string, changes: Partial<SegmentRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...changes } : row)))
  const add = () => {
    const last = rows.at(-1)
    onChange([...rows, { key: crypto.randomUUID(), day: last?.day ?? today, from: '', to: '' }])
  }
  return (
    <fieldset className={styles.rows}>
      <legend className={styles.legend}>{t('entry.stretches')}</legend>
      {rows.map((row, index) => {
        const problem = showProblems ? problems.get(row.key) : undefined
        const overNight = row.to !== null && row.to !== '' && row.to < row.from
        return (
          <fieldset key={row.key} className={styles.row} aria-label={t('entry.stretch', { number: index + 1 })}>
            <div className={styles.day}>
              <DayField
                label={t('entry.day')}
                value={row.day}
                onChange={(day) => change(row.key, { day })}
                last={addDays(today, 0)}
              />
            </div>
            <TimeField
              label={t('entry.from')}
              value={row.from}
              onChange={(from) => change(row.key, { from })}
              error={problem !== undefined}
            />
            {row.to === null ? (
              <Text className={styles.running}>{t('entry.running')}</Text>
            ) : (
              <TimeField
                label={t('entry.to')}
                value={row.to}
                onChange={(to) => change(row.key, { to })}
                error={problem !== undefined}
              />
            )}
            {rows.length > 1 ? (
              <ActionIcon
                className={styles.remove}
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('entry.removeStretch', { number: index + 1 })}
                onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
              >
                <IconX size={17} />
              </ActionIcon>
            ) : null}
            {(problem || overNight) && (
              <p
                className={styles.note}
                data-bad={problem !== undefined || undefined}
                role={problem ? 'alert' : undefined}
              >
                {problem ? t(`entry.${problem}`) : t('entry.nextDay')}
              </p>
            )}
          </fieldset>
        )
      })}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={15} />} onClick={add}>
        {t('entry.addStretch')}
      </Button>
    </fieldset>
  )
}
