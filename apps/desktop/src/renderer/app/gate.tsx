import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { StateView } from '../../bridge/shapes.js'
import { useAsk } from '../bridge/queries.js'
import { StateProvider } from '../bridge/state.js'
import { useClock } from '../clock/clock-context.js'
import { FormatsProvider } from '../format/formats-context.js'
import { localeFor } from '../i18n/languages.js'
import { noteResult } from '../screens/sync/use-results.js'
import { Announcer } from '../ui/announce.js'
import { ProjectColoursProvider } from '../ui/project-colours.js'
import { DialogsProvider } from './dialogs.js'
import { Shell } from './shell.js'
import { ShellSkeleton } from './shell-skeleton.js'

const FirstRun = lazy(() => import('../screens/first-run/first-run.js'))

/** Another program that is killed while it delivers tells nobody; our own run tells how far it is. */
const whileDelivering = (state: StateView | undefined) =>
  state?.sync.phase === 'syncing' && state.sync.progress === undefined && 2000

/** What everything below needs: the agent's state, its clock, and the formats of the zone and the language. */
export function Gate() {
  const clock = useClock()
  const { i18n } = useTranslation()
  const { data: state, dataUpdatedAt } = useAsk('state', {}, { again: whileDelivering })

  useEffect(() => {
    // dataUpdatedAt is when the answer came, which a later render is not.
    if (state) clock.learn(state.now + (Date.now() - dataUpdatedAt))
  }, [clock, state, dataUpdatedAt])

  useEffect(() => noteResult(state?.sync.last), [state])

  if (!state) return <ShellSkeleton />
  const language = i18n.resolvedLanguage === 'ru' ? 'ru' : 'en'
  return (
    <StateProvider state={state}>
      <FormatsProvider locale={localeFor(language, navigator.languages)} zone={state.zone}>
        <ProjectColoursProvider>
          <Announcer>
            <DialogsProvider>
              {state.firstRun ? (
                <Suspense fallback={null}>
                  <FirstRun />
                </Suspense>
              ) : (
                <Shell />
              )}
            </DialogsProvider>
          </Announcer>
        </ProjectColoursProvider>
      </FormatsProvider>
    </StateProvider>
  )
}
