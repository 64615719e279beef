import { token } from '@meantime/core'

/** What pictures are like, and when there are none. An app reads it from where its settings lie. */
export interface CaptureSettings {
  /** One picture in each interval of so many minutes. */
  readonly intervalMinutes: number
  readonly screens: 'all' | 'active'
  readonly format: 'jpeg' | 'webp'
  /** 1 to 100. */
  readonly quality: number
  /** Pixels; wider screens are scaled down. */
  readonly maxWidth: number
  /** Makes every picture unreadable: it tells that somebody worked, not on what. */
  readonly pixelate: boolean
  /** How long a picture stays on this computer before it may be sent. */
  readonly coolingOffMinutes: number
  /** Without input for so long, somebody counts as away. */
  readonly idleLimitMinutes: number
  /** Weekly, on the wall's clock: `mon-fri 12:00-13:00`. */
  readonly privatePeriods: readonly string[]
  readonly excludedApps: readonly string[]
  readonly excludedTitles: readonly string[]
}

/** Asked anew at every moment, so that what a person changes counts at once. */
export interface CaptureSettingsSource {
  /** Throws where they cannot be read: no picture is taken then. */
  current(): Promise<CaptureSettings>
}

export const CAPTURE_SETTINGS = token<CaptureSettingsSource>('meantime.CaptureSettings')
