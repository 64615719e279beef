import { useMantineColorScheme } from '@mantine/core'
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { useBridge } from '../bridge/context.js'
import { useAsk } from '../bridge/queries.js'
import { speak } from '../i18n/i18n.js'
import { languageFor } from '../i18n/languages.js'
import { checked, type PreferenceKey, type Preferences, remember, remembered } from './preferences.js'

interface PreferencesValue {
  readonly preferences: Preferences
  set<K extends PreferenceKey>(key: K, value: Preferences[K]): void
}

const PreferencesContext = createContext<PreferencesValue | undefined>(undefined)

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const bridge = useBridge()
  const { data: settings } = useAsk('settings', {})
  const [preferences, setPreferences] = useState(() => remembered(globalThis.localStorage))

  useEffect(() => {
    const kept = settings?.filter(({ key, origin }) => key in preferences && origin !== 'default') ?? []
    if (kept.length === 0) return
    setPreferences((now) =>
      same(now, checked({ ...now, ...Object.fromEntries(kept.map(({ key, value }) => [key, value])) })),
    )
  }, [settings, preferences])

  const set = useCallback<PreferencesValue['set']>(
    (key, value) => {
      setPreferences((now) => ({ ...now, [key]: value }))
      // An agent that does not know the setting leaves it to this window.
      if (settings?.some((setting) => setting.key === key))
        bridge.ask('setSetting', { key, value }).catch(() => undefined)
    },
    [bridge, settings],
  )

  useApply(preferences)
  return <PreferencesContext value={{ preferences, set }}>{children}</PreferencesContext>
}

export function usePreferences(): PreferencesValue {
  const value = use(PreferencesContext)
  if (!value) throw new Error('There is no PreferencesProvider above')
  return value
}

function useApply(preferences: Preferences): void {
  // Turning transitions off meanwhile would need a style element, which the policy refuses.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  useEffect(() => {
    remember(globalThis.localStorage, preferences)
    setColorScheme(preferences.theme === 'system' ? 'auto' : preferences.theme)
    void speak(languageFor(preferences.language, navigator.languages))
  }, [preferences, setColorScheme])
}

const same = (one: Preferences, other: Preferences): Preferences =>
  one.theme === other.theme && one.language === other.language && one.singleKeys === other.singleKeys ? one : other
