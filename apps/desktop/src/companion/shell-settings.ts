import type { SettingView } from '../bridge/shapes.js'

/** The settings that are the shell's to follow. */
export interface ShellSettings {
  /** `en`, `ru`; anything else is the system's. */
  readonly language: string
  /** @default true */
  readonly notifications: boolean
  /** @default true */
  readonly closeToTray: boolean
  /** @default false */
  readonly autostart: boolean
  /** Pauses, resumes, or starts what was worked on last. @default '' (none) */
  readonly shortcutToggle: string
  /** Shows the window. @default '' (none) */
  readonly shortcutOpen: string
}

export const SHELL_DEFAULTS: ShellSettings = {
  language: 'system',
  notifications: true,
  closeToTray: true,
  autostart: false,
  shortcutToggle: '',
  shortcutOpen: '',
}

/** A setting that this agent does not know, or whose value makes no sense, is the default. */
export function shellSettings(views: readonly SettingView[]): ShellSettings {
  const values = new Map(views.map(({ key, value }) => [key, value]))
  const known = Object.entries(SHELL_DEFAULTS).map(([key, fallback]) => {
    const value = values.get(key)
    return [key, typeof value === typeof fallback ? value : fallback]
  })
  return Object.fromEntries(known) as unknown as ShellSettings
}
