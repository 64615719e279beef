import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.js'
import { routeTo } from '../../app/screens.js'
import { inOwnWindow } from '../../bridge/connect.js'
import { useAsk } from '../../bridge/queries.js'
import { Page } from '../../ui/page.js'
import { ProblemNote } from '../../ui/problem-note.js'
import { MovingSection } from '../moving/moving-section.js'
import { About } from './about.js'
import { Account } from './account.js'
import { Appearance } from './appearance.js'
import { DataSection } from './data-section.js'
import { Delivery, Desktop, Privacy, Schedule, Shortcuts } from './sections.js'
import styles from './settings.module.css'

const PARTS = [
  ['account', Account],
  ['delivery', Delivery],
  ['privacy', Privacy],
  ['schedule', Schedule],
  ['appearance', Appearance],
  ['desktop', Desktop],
  ['shortcuts', Shortcuts],
  ['data', DataSection],
  ['moving', MovingSection],
  ['about', About],
] as const

export default function SettingsScreen() {
  const { t } = useTranslation()
  const { part } = useRoute()
  const { error, refetch } = useAsk('settings', {})
  const parts = PARTS.filter(([name]) => name !== 'desktop' || inOwnWindow())
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const target = part && box.current?.querySelector<HTMLElement>(`#settings-${part}`)
    if (!target) return
    target.scrollIntoView({ block: 'start' })
    target.focus({ preventScroll: true })
  }, [part])
  return (
    <Page title={t('app.settings')}>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      <div ref={box} className={styles.settings}>
        <nav className={styles.parts} aria-label={t('settings.sections')}>
          {parts.map(([name]) => (
            <a key={name} href={routeTo('settings', name)} aria-current={part === name ? 'location' : undefined}>
              {t(`settings.${name}`)}
            </a>
          ))}
        </nav>
        <div className={styles.sections}>
          {parts.map(([name, Part]) => (
            <div key={name} id={`settings-${name}`} className={styles.section} tabIndex={-1}>
              <Part />
            </div>
          ))}
        </div>
      </div>
    </Page>
  )
}
