import { KEYS, SETTING_KEYS, type SettingKey, type Settings } from './keys.js'
import type { Setting } from './setting.js'
import { settingInvalid } from './settings-errors.js'
import { lineOfKey, readSettingsFile } from './settings-file.js'

export type ResolvedSettings<K extends SettingKey = SettingKey> = { readonly [Name in K]: Setting<Settings[Name]> }

export interface SettingSources {
  /** As given on the command line, undefined where not given. */
  readonly flags?: { readonly [K in SettingKey]?: unknown }
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** The path of `settings.json`; it need not exist. */
  readonly file: string
}

/**
 * Every setting with where it came from: flag, else environment, else file, else default. An empty variable counts as
 * unset. Throws SETTING_INVALID for a bad value, naming its source, but only when it would be used: a good flag
 * passes over a bad file, and a bad setting of one part does not stop who asks for `keys` of another. Throws
 * SETTINGS_UNREADABLE for a file that is no JSON object.
 */
export async function resolveSettings<K extends SettingKey = SettingKey>(
  sources: SettingSources,
  keys: readonly K[] = SETTING_KEYS as readonly K[],
): Promise<ResolvedSettings<K>> {
  const content = await readSettingsFile(sources.file)
  const resolved = await Promise.all(keys.map(async (key) => [key, await resolve(key, sources, content)]))
  return Object.fromEntries(resolved)
}

async function resolve(
  key: SettingKey,
  { flags = {}, environment = process.env, file }: SettingSources,
  content: Readonly<Record<string, unknown>>,
): Promise<Setting<Settings[SettingKey]>> {
  const { flag, environment: variable, default: value, read } = KEYS[key]
  if (flags[key] !== undefined) {
    return { value: read(flags[key]) ?? refuse(key, flag), origin: 'flag', source: flag }
  }
  if (environment[variable]) {
    return { value: read(environment[variable]) ?? refuse(key, variable), origin: 'environment', source: variable }
  }
  if (Object.hasOwn(content, key)) {
    return { value: read(content[key]) ?? (await refuseLine(key, file)), origin: 'file', source: file }
  }
  return { value, origin: 'default', source: 'default' }
}

function refuse(key: SettingKey, where: string): never {
  throw settingInvalid(key, where)
}

async function refuseLine(key: SettingKey, file: string): Promise<never> {
  const line = await lineOfKey(file, key)
  throw settingInvalid(key, `"${key}" in ${file}${line === undefined ? '' : `, line ${line},`}`)
}
