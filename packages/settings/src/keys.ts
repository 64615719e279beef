import {
  isWeeklyPeriod,
  listOf,
  oneOf,
  type Reader,
  readBoolean,
  readKeys,
  readServer,
  wholeNumber,
} from './readers.js'
import type { ServerKind } from './server-kind.js'

export interface Settings {
  /** Origin and path of the server, without a slash at the end. @default none */
  readonly server: string | undefined
  /** What answers there; `auto`: what the sign-in found, else what its address looks like. @default 'auto' */
  readonly serverKind: 'auto' | ServerKind
  /** Deliver in the background as soon as there is something to deliver. @default true */
  readonly autoSync: boolean
  /** Where the refresh token is kept. `auto`: the keyring, else a file, else memory. @default 'auto' */
  readonly tokenStore: 'auto' | 'keyring' | 'file' | 'memory'
  /** The least serious lines that the log file holds. @default 'info' */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** Minutes; one screenshot in each, at a random moment, when its person has turned them on. @default 10 */
  readonly screenshotInterval: number
  /** All screens, or only the one with the active window. @default 'active' */
  readonly screenshotScreens: 'all' | 'active'
  /** @default 'jpeg' */
  readonly screenshotFormat: 'jpeg' | 'webp'
  /** 1 to 100. @default 70 */
  readonly screenshotQuality: number
  /** Pixels; a wider screen is scaled down. @default 1920 */
  readonly screenshotMaxWidth: number
  /** Make all of every screenshot unreadable. @default false */
  readonly screenshotPixelate: boolean
  /** Minutes that a screenshot stays on this computer before it may be sent. @default 10 */
  readonly screenshotCoolingOff: number
  /** Minutes without a key, click or movement after which somebody counts as away. @default 5 */
  readonly idleLimit: number
  /** Weekly, in local time, such as `mon-fri 12:00-13:00`; no screenshot is taken then. @default none */
  readonly privatePeriods: readonly string[]
  /** Programs that are never to be seen in a screenshot. @default none */
  readonly excludedApps: readonly string[]
  /** Titles of windows that are never to be seen in a screenshot. @default none */
  readonly excludedTitles: readonly string[]
  /** How the window looks. @default 'system' */
  readonly theme: 'system' | 'light' | 'dark'
  /** Of the window's words. @default 'system' */
  readonly language: 'system' | 'en' | 'ru'
  /** Shortcuts of the window without Ctrl or Alt. @default true */
  readonly singleKeys: boolean
  /** Tell absence, refused work and trouble by the desktop's notifications. @default true */
  readonly notifications: boolean
  /** Closing the window leaves the app in the tray. @default true */
  readonly closeToTray: boolean
  /** Start the app with the person's session. @default false */
  readonly autostart: boolean
  /** Keys of the whole desktop, such as `Ctrl+Alt+T`, that pause, resume or start. @default '' (none) */
  readonly shortcutToggle: string
  /** Keys of the whole desktop that show the window. @default '' (none) */
  readonly shortcutOpen: string
}

export type SettingKey = keyof Settings

/** One rule for flag, environment and file: text or JSON. */
interface Key<T> extends Reader<Exclude<T, undefined>> {
  readonly environment: string
  readonly flag: string
  readonly default: T
}

/** Every setting there is. Plain rules: a schema library would cost each start of the CLI more than all the rest. */
export const KEYS: { readonly [K in SettingKey]: Key<Settings[K]> } = {
  server: {
    environment: 'MEANTIME_SERVER',
    flag: '--server',
    default: undefined,
    expected: 'an address such as https://time.example.org, without a user name, password, query or fragment',
    read: readServer,
  },
  serverKind: {
    environment: 'MEANTIME_SERVER_KIND',
    flag: '--server-kind',
    default: 'auto',
    ...oneOf('auto', 'meantime', 'hubnity'),
  },
  autoSync: {
    environment: 'MEANTIME_AUTO_SYNC',
    flag: '--auto-sync',
    default: true,
    expected: 'true or false',
    read: readBoolean,
  },
  tokenStore: {
    environment: 'MEANTIME_TOKEN_STORE',
    flag: '--token-store',
    default: 'auto',
    ...oneOf('auto', 'keyring', 'file', 'memory'),
  },
  logLevel: {
    environment: 'MEANTIME_LOG_LEVEL',
    flag: '--log-level',
    default: 'info',
    ...oneOf('debug', 'info', 'warn', 'error'),
  },
  screenshotInterval: {
    environment: 'MEANTIME_SCREENSHOT_INTERVAL',
    flag: '--screenshot-interval',
    default: 10,
    ...wholeNumber(1, 1440, 'minutes'),
  },
  screenshotScreens: {
    environment: 'MEANTIME_SCREENSHOT_SCREENS',
    flag: '--screenshot-screens',
    default: 'active',
    ...oneOf('all', 'active'),
  },
  screenshotFormat: {
    environment: 'MEANTIME_SCREENSHOT_FORMAT',
    flag: '--screenshot-format',
    default: 'jpeg',
    ...oneOf('jpeg', 'webp'),
  },
  screenshotQuality: {
    environment: 'MEANTIME_SCREENSHOT_QUALITY',
    flag: '--screenshot-quality',
    default: 70,
    ...wholeNumber(1, 100, 'percent'),
  },
  screenshotMaxWidth: {
    environment: 'MEANTIME_SCREENSHOT_MAX_WIDTH',
    flag: '--screenshot-max-width',
    default: 1920,
    ...wholeNumber(64, 16_384, 'pixels'),
  },
  screenshotPixelate: {
    environment: 'MEANTIME_SCREENSHOT_PIXELATE',
    flag: '--screenshot-pixelate',
    default: false,
    expected: 'true or false',
    read: readBoolean,
  },
  screenshotCoolingOff: {
    environment: 'MEANTIME_SCREENSHOT_COOLING_OFF',
    flag: '--screenshot-cooling-off',
    default: 10,
    ...wholeNumber(0, 10_080, 'minutes'),
  },
  idleLimit: {
    environment: 'MEANTIME_IDLE_LIMIT',
    flag: '--idle-limit',
    default: 5,
    ...wholeNumber(1, 1440, 'minutes'),
  },
  privatePeriods: {
    environment: 'MEANTIME_PRIVATE_PERIODS',
    flag: '--private-periods',
    default: [],
    ...listOf('weekly times such as "12:00-13:00" or "mon-fri 12:00-13:00"', isWeeklyPeriod),
  },
  excludedApps: {
    environment: 'MEANTIME_EXCLUDED_APPS',
    flag: '--excluded-apps',
    default: [],
    ...listOf('patterns of program names', isPattern),
  },
  excludedTitles: {
    environment: 'MEANTIME_EXCLUDED_TITLES',
    flag: '--excluded-titles',
    default: [],
    ...listOf('patterns of window titles', isPattern),
  },
  theme: {
    environment: 'MEANTIME_THEME',
    flag: '--theme',
    default: 'system',
    ...oneOf('system', 'light', 'dark'),
  },
  language: {
    environment: 'MEANTIME_LANGUAGE',
    flag: '--language',
    default: 'system',
    ...oneOf('system', 'en', 'ru'),
  },
  singleKeys: {
    environment: 'MEANTIME_SINGLE_KEYS',
    flag: '--single-keys',
    default: true,
    expected: 'true or false',
    read: readBoolean,
  },
  notifications: {
    environment: 'MEANTIME_NOTIFICATIONS',
    flag: '--notifications',
    default: true,
    expected: 'true or false',
    read: readBoolean,
  },
  closeToTray: {
    environment: 'MEANTIME_CLOSE_TO_TRAY',
    flag: '--close-to-tray',
    default: true,
    expected: 'true or false',
    read: readBoolean,
  },
  autostart: {
    environment: 'MEANTIME_AUTOSTART',
    flag: '--autostart',
    default: false,
    expected: 'true or false',
    read: readBoolean,
  },
  shortcutToggle: {
    environment: 'MEANTIME_SHORTCUT_TOGGLE',
    flag: '--shortcut-toggle',
    default: '',
    ...readKeys,
  },
  shortcutOpen: {
    environment: 'MEANTIME_SHORTCUT_OPEN',
    flag: '--shortcut-open',
    default: '',
    ...readKeys,
  },
}

function isPattern(text: string): boolean {
  return text.length <= 200
}

export const SETTING_KEYS = Object.keys(KEYS) as readonly SettingKey[]
