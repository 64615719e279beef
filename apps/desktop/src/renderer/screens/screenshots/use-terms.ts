import { useTranslation } from 'react-i18next'
import type { SettingView } from '../../../bridge/shapes.js'
import { useFormats } from '../../format/formats-context.js'

/** The lines of the command line's own question, from the same settings; undefined until they are known. */
export function useTerms(settings: readonly SettingView[] | undefined): readonly string[] | undefined {
  const { t } = useTranslation()
  const formats = useFormats()
  if (!settings) return undefined
  const value = (key: string): unknown => settings.find((setting) => setting.key === key)?.value
  const minutes = (key: string) => formats.durationLong(Number(value(key) ?? 0) * 60_000)
  const list = (key: string): string[] => (Array.isArray(value(key)) ? (value(key) as unknown[]).map(String) : [])
  const excluded = [...list('excludedApps'), ...list('excludedTitles')]
  const periods = list('privatePeriods')
  const screens =
    value('screenshotScreens') === 'all' ? t('screenshots.consent.screensAll') : t('screenshots.consent.screensActive')
  return [
    t('screenshots.consent.when', { screens, minutes: minutes('screenshotInterval') }),
    t('screenshots.consent.never', { minutes: minutes('idleLimit') }),
    value('screenshotPixelate') === true
      ? t('screenshots.consent.pixelated')
      : t('screenshots.consent.readable', { pixels: formats.number(Number(value('screenshotMaxWidth') ?? 0)) }),
    excluded.length === 0
      ? t('screenshots.consent.excludesNothing')
      : t('screenshots.consent.excludes', { list: formats.list(excluded) }),
    ...(periods.length > 0 ? [t('screenshots.consent.privatePeriods', { list: formats.list(periods) })] : []),
    t('screenshots.consent.yours', { minutes: minutes('screenshotCoolingOff') }),
    t('screenshots.consent.undo'),
  ]
}
