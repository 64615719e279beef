import { Notifications } from '@mantine/notifications'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAgentState } from '../bridge/state.js'
import { TodayScreen } from '../screens/today/today-screen.js'
import { ConnectionBanner } from './connection-banner.js'
import { DocumentTitle } from './document-title.js'
import { Navigation } from './navigation.js'
import { PageSkeleton } from './page-skeleton.js'
import { Palette } from './palette.js'
import { useRoute } from './route.js'
import styles from './shell.module.css'
import { Shortcuts } from './shortcuts.js'
import { standingOf } from './sync-standing.js'

const HistoryScreen = lazy(() => import('../screens/history/history-screen.js'))
const ScreenshotsScreen = lazy(() => import('../screens/screenshots/screenshots-screen.js'))
const SyncScreen = lazy(() => import('../screens/sync/sync-screen.js'))
const SettingsScreen = lazy(() => import('../screens/settings/settings-screen.js'))

export function Shell() {
  const { t } = useTranslation()
  const { screen } = useRoute()
  const main = useRef<HTMLElement>(null)
  const standing = standingOf(useAgentState())

  useEffect(() => {
    // A screen begins at its top; the word screen is what the effect waits for.
    if (screen) main.current?.scrollTo(0, 0)
  }, [screen])

  return (
    <div className={styles.shell} data-standing={standing}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t('app.skip')}
      </button>
      <DocumentTitle />
      <Navigation screen={screen} />
      <main ref={main} className={styles.main} tabIndex={-1} aria-label={t(`app.${screen}`)}>
        <ConnectionBanner />
        <Suspense fallback={<PageSkeleton title={t(`app.${screen}`)} />}>
          {screen === 'today' && <TodayScreen />}
          {screen === 'history' && <HistoryScreen />}
          {screen === 'screenshots' && <ScreenshotsScreen />}
          {screen === 'sync' && <SyncScreen />}
          {screen === 'settings' && <SettingsScreen />}
        </Suspense>
      </main>
      <Palette />
      <Shortcuts />
      <Notifications position="bottom-right" limit={3} containerWidth={380} />
    </div>
  )
}
