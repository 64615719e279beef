export interface Settings {
  /** Origin and path of the server, without a slash at the end. @default none */
  readonly server: string | undefined
  /** Deliver in the background as soon as there is something to deliver. @default true */
  readonly autoSync: boolean
  /** Where the refresh token is kept. `auto`: the keyring, else a file, else memory. @default 'auto' */
  readonly tokenStore: 'auto' | 'keyring' | 'file' | 'memory'
  /** The least serious lines that the log file holds. @default 'info' */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
}

export type SettingKey = keyof Settings

interface Key<T> {
  readonly environment: string
  readonly flag: string
  readonly default: T
  /** What a good value looks like; the end of the sentence "server must be …". */
  readonly expected: string
  /** The value, or undefined for a bad one. One rule for flag, environment and file: text or JSON. */
  read(value: unknown): Exclude<T, undefined> | undefined
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
}

export const SETTING_KEYS = Object.keys(KEYS) as readonly SettingKey[]

function readServer(value: unknown): string | undefined {
  const url = typeof value === 'string' && URL.canParse(value.trim()) ? new URL(value.trim()) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined
  if (url.username || url.password || url.search || url.hash) return undefined
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (['true', '1', 'yes', 'on'].includes(word)) return true
  return ['false', '0', 'no', 'off'].includes(word) ? false : undefined
}

function oneOf<const T extends string>(...choices: T[]) {
  return {
    expected: `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`,
    read: (value: unknown): T | undefined => choices.find((choice) => choice === value),
  }
}
