import { useTranslation } from 'react-i18next'
import type { ShotView } from '../../../bridge/shapes.js'

/** What became of a picture, in words; a reason that this window does not know yet is shown as the agent named it. */
export function useFateWords(): (shot: ShotView) => string {
  const { t, i18n } = useTranslation()
  return ({ state, reason }) => {
    if (state === 'skipped') {
      const key = `screenshots.skipped.${reason ?? ''}`
      const why =
        reason && i18n.exists(key) ? t(key as 'screenshots.skipped.idle') : (reason ?? '').replaceAll('-', ' ')
      return `${t('screenshots.state.skipped')}: ${why}`
    }
    const over = `screenshots.over.${reason ?? ''}`
    if (reason && state !== 'held' && i18n.exists(over)) return t(over as 'screenshots.over.queue-full')
    return t(`screenshots.state.${state}`)
  }
}
