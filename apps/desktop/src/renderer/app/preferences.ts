/** How the window looks to one person. The agent keeps them, because a browser forgets an address with another port. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  readonly language: string
  /** Shortcuts of one key without Ctrl or Alt (WCAG 2.1.4 asks for a way to turn them off). */
  readonly singleKeys: boolean
}

export const DEFAULTS: Preferences = { theme: 'system', language: 'system', singleKeys: true }

export type PreferenceKey = keyof Preferences

/** What the last window knew: for the first paint, and where the agent has no such setting. */
export function remembered(storage: Pick<Storage, 'getItem'> | undefined): Preferences {
  const read = (key: PreferenceKey) => {
    try {
      return storage?.getItem(`meantime.${key}`) ?? undefined
    } catch {
      return undefined
    }
  }
  return checked({ theme: read('theme'), language: read('language'), singleKeys: read('singleKeys') !== 'false' })
}

export function remember(storage: Pick<Storage, 'setItem'> | undefined, preferences: Preferences): void {
  try {
    for (const [key, value] of Object.entries(preferences)) storage?.setItem(`meantime.${key}`, String(value))
  } catch {
    // A window that may keep nothing shows the system's theme first.
  }
}

/** Values of an older or newer version become the default. */
export function checked(given: { readonly [K in PreferenceKey]?: unknown }): Preferences {
  const { theme, language, singleKeys } = given
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : DEFAULTS.theme,
    language: typeof language === 'string' ? language : DEFAULTS.language,
    singleKeys: typeof singleKeys === 'boolean' ? singleKeys : DEFAULTS.singleKeys,
  }
}
