import { DateInput, DatesProvider } from '@mantine/dates'
import 'dayjs/locale/ru'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../format/formats-context.js'
import { weekOf } from '../format/week.js'

interface DayFieldProps {
  readonly label: string
  /** `2026-03-29` */
  readonly value: string
  readonly onChange: (day: string) => void
  readonly last?: string
}

export function DayField({ label, value, onChange, last }: DayFieldProps) {
  const { i18n } = useTranslation()
  const { locale, shortDay } = useFormats()
  const { firstDay, weekend } = weekOf(locale)
  const days = (list: readonly number[]) => list.map((day) => (day % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6)
  return (
    <DatesProvider
      settings={{
        locale: i18n.resolvedLanguage ?? 'en',
        firstDayOfWeek: (firstDay % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6,
        weekendDays: days(weekend),
      }}
    >
      <DateInput
        label={label}
        value={value}
        onChange={(day) => onChange(day ?? '')}
        valueFormat="D MMM YYYY"
        getDayAriaLabel={(day) => shortDay(day)}
        {...(last ? { maxDate: last } : {})}
      />
    </DatesProvider>
  )
}
