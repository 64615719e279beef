import { IconClock, IconCloudUp, IconHistory, IconPhoto, IconSettings } from '../ui/icons.js'

export const SCREENS = ['today', 'history', 'screenshots', 'sync', 'settings'] as const
export type Screen = (typeof SCREENS)[number]

export const SCREEN_ICONS = {
  today: IconClock,
  history: IconHistory,
  screenshots: IconPhoto,
  sync: IconCloudUp,
  settings: IconSettings,
} as const

/** `#/settings/privacy` is a screen and a part of it. */
export function readRoute(hash: string): { readonly screen: Screen; readonly part: string | undefined } {
  const [, name = '', part] = hash.split('/')
  return { screen: SCREENS.find((screen) => screen === name) ?? 'today', part: part || undefined }
}

export const routeTo = (screen: Screen, part?: string): string => `#/${screen}${part ? `/${part}` : ''}`
