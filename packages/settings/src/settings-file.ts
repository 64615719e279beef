import { readFile } from 'node:fs/promises'
import { KEYS, SETTING_KEYS, type SettingKey, type Settings } from './keys.js'
import { settingInvalid, settingsUnreadable } from './settings-errors.js'

export type SettingsContent = Readonly<Record<string, unknown>>
export type SettingChanges = { readonly [K in SettingKey]?: Settings[K] | undefined }

/** What `settings.json` holds, as it stands there; `{}` when there is none. Throws SETTINGS_UNREADABLE. */
export async function readSettingsFile(file: string): Promise<SettingsContent> {
  const text = await readText(file)
  if (text.trim() === '') return {}
  const content = await parse(file, text)
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as SettingsContent
  throw settingsUnreadable(file, 'line 1: it must hold one object, such as { "autoSync": true }')
}

/**
 * Changes the named settings (`undefined` removes one) and keeps everything else, also keys it does not know. The new
 * file replaces the old one whole or not at all; one that cannot be read is left alone (SETTINGS_UNREADABLE). Changes
 * in one process wait for each other; of two programs that write at the same moment the later one's view counts.
 */
export function changeSettings(file: string, changes: SettingChanges): Promise<void> {
  const turn = lastChange.then(() => change(file, changes))
  lastChange = turn.catch(() => undefined)
  return turn
}

let lastChange: Promise<void> = Promise.resolve()

/** The line (from 1) on which the file sets a key, for an error message; undefined when that cannot be told. */
export async function lineOfKey(file: string, key: string): Promise<number | undefined> {
  const { lineOfMember } = await import('./json-lines.js')
  return readText(file).then(
    (text) => lineOfMember(text, key),
    () => undefined,
  )
}

async function change(file: string, changes: SettingChanges): Promise<void> {
  const content: Record<string, unknown> = { ...(await readSettingsFile(file)) }
  for (const key of SETTING_KEYS) {
    if (!Object.hasOwn(changes, key)) continue
    const value = changes[key]
    if (value === undefined) delete content[key]
    else content[key] = KEYS[key].read(value) ?? refuse(key)
  }
  // Loaded here, because most runs of the CLI write no settings.
  const { writePrivately } = await import('./private-file.js')
  await writePrivately(file, `${JSON.stringify(content, null, 2)}\n`)
}

async function readText(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8')
    return text.startsWith('\uFEFF') ? text.slice(1) : text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw settingsUnreadable(file, `it cannot be opened (${(error as NodeJS.ErrnoException).code})`, error)
  }
}

async function parse(file: string, text: string): Promise<unknown> {
  try {
    return JSON.parse(text)
  } catch {
    // The parser that knows lines is slower to load, so it only looks at what JSON.parse refused. V8's own message may
    // quote the file, so it is not passed on.
    const { lineOfError } = await import('./json-lines.js')
    throw settingsUnreadable(file, `line ${lineOfError(text)}: it is not JSON`)
  }
}

function refuse(key: SettingKey): never {
  throw settingInvalid(key, `The setting ${key}`)
}
