import { SegmentedControl, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Preferences } from '../../app/preferences.js'
import { usePreferences } from '../../app/preferences-context.js'
import { useNow } from '../../clock/clock-context.js'
import { useFormats } from '../../format/formats-context.js'
import { weekOf } from '../../format/week.js'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.js'
import { Card } from '../../ui/card.js'
import styles from './settings.module.css'

const THEMES = ['system', 'light', 'dark'] as const
/** A Monday, to name the days of the week by. */
const MONDAY = 4

export function Appearance() {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { preferences, set } = usePreferences()
  const { firstDay } = weekOf(formats.locale)
  const weekday = new Intl.DateTimeFormat(formats.locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(1970, 0, MONDAY + firstDay)),
  )
  return (
    <Card title={t('settings.appearance')}>
      <div className={styles.fields}>
        <div>
          <p className={styles.term} id="theme-label">
            {t('settings.theme')}
          </p>
          <SegmentedControl
            aria-labelledby="theme-label"
            value={preferences.theme}
            onChange={(value) => set('theme', value as Preferences['theme'])}
            data={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          />
        </div>
        <Select
          label={t('settings.language')}
          description={t('settings.localeHint', { time: formats.clock(now), day: weekday })}
          value={preferences.language}
          allowDeselect={false}
          maw={320}
          data={[
            { value: 'system', label: t('settings.languageSystem') },
            ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
          ]}
          onChange={(value) => value !== null && set('language', value)}
        />
      </div>
    </Card>
  )
}
