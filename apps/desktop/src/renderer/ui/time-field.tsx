import { TimePicker } from '@mantine/dates'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../format/formats-context.js'

interface TimeFieldProps {
  readonly label: string
  /** `13:05`, empty while it is not whole. */
  readonly value: string
  readonly onChange: (time: string) => void
  readonly error?: boolean
  readonly disabled?: boolean
}

/** Hours and minutes in the person's own way, for fingers, mice and arrow keys. */
export function TimeField({ label, value, onChange, error = false, disabled = false }: TimeFieldProps) {
  const { t } = useTranslation()
  const { hour12 } = useFormats()
  return (
    <TimePicker
      label={label}
      value={value}
      onChange={(time) => onChange(time.slice(0, 5))}
      format={hour12 ? '12h' : '24h'}
      hoursInputLabel={`${label}: ${t('entry.hours')}`}
      minutesInputLabel={`${label}: ${t('entry.minutes')}`}
      amPmInputLabel={`${label}: ${t('entry.halfDay')}`}
      error={error}
      disabled={disabled}
    />
  )
}
