import type { SettingView } from '../../bridge/shapes.js'
import { refuse } from './refuse.js'

const DEFAULTS: Readonly<Record<string, unknown>> = {
  server: undefined,
  serverKind: 'auto',
  autoSync: true,
  tokenStore: 'auto',
  logLevel: 'info',
  screenshotInterval: 10,
  screenshotScreens: 'active',
  screenshotFormat: 'jpeg',
  screenshotQuality: 70,
  screenshotMaxWidth: 1920,
  screenshotPixelate: false,
  screenshotCoolingOff: 10,
  idleLimit: 5,
  privatePeriods: [],
  excludedApps: [],
  excludedTitles: [],
  autostart: false,
  closeToTray: true,
  notifications: true,
  shortcutToggle: '',
  shortcutOpen: '',
  theme: 'system',
  language: 'system',
  singleKeys: true,
}

export class FakeSettings {
  private readonly chosen: Map<string, unknown>

  constructor(
    chosen: Readonly<Record<string, unknown>> = {},
    private readonly fixed: Readonly<Record<string, { readonly value: unknown; readonly source: string }>> = {},
  ) {
    this.chosen = new Map(Object.entries(chosen))
  }

  all(): SettingView[] {
    return Object.keys(DEFAULTS).map((key) => this.get(key))
  }

  get(key: string): SettingView {
    if (!(key in DEFAULTS)) throw refuse('SETTING_UNKNOWN', `There is no setting “${key}”.`)
    const fixed = this.fixed[key]
    const base = { key, default: DEFAULTS[key] ?? null }
    if (fixed) return { ...base, value: fixed.value, origin: 'environment', source: fixed.source }
    if (this.chosen.has(key)) return { ...base, value: this.chosen.get(key), origin: 'file', source: 'settings.json' }
    return { ...base, value: DEFAULTS[key] ?? null, origin: 'default', source: 'default' }
  }

  set(key: string, value: unknown): SettingView {
    if (key === 'server' && typeof value === 'string' && !/^https?:\/\/\S+$/.test(value)) {
      throw refuse('SETTING_INVALID', '“server” must be an address such as https://time.example.org.', {
        safe: 'The setting is what it was.',
      })
    }
    const weekly = /^((mon|tue|wed|thu|fri|sat|sun)\S* )?\d\d:\d\d-\d\d:\d\d$/
    if (key === 'privatePeriods' && Array.isArray(value) && !value.every((item) => weekly.test(String(item)))) {
      throw refuse(
        'SETTING_INVALID',
        '“privatePeriods” must be a list of weekly times such as "mon-fri 12:00-13:00".',
        { safe: 'The setting is what it was.' },
      )
    }
    if (value === undefined || value === null) this.chosen.delete(key)
    else this.chosen.set(key, value)
    return this.get(key)
  }
}
