import { isMeantimeError } from '@meantime/core'
import { changeSettings, KEYS, resolveSettings, SETTING_KEYS, type SettingKey } from '@meantime/settings'
import type { Handlers } from '../../bridge/bridge.js'
import type { SettingView } from '../../bridge/shapes.js'
import type { Desk } from '../desk.js'
import { problemOf, refusal } from '../problem.js'
import { SCREENSHOTS } from '../services.js'

const EXCLUSIONS: Partial<Record<SettingKey, 'app' | 'title'>> = { excludedApps: 'app', excludedTitles: 'title' }

export const settingHandlers = (desk: Desk) =>
  ({
    settings: () => Promise.all(SETTING_KEYS.map((key) => settingView(desk, key))),
    setSetting: async ({ key, value }) => {
      const known = SETTING_KEYS.find((one) => one === key)
      if (!known) throw refusal('SETTING_UNKNOWN', 'There is no such setting.')
      const { paths, environment } = desk.configuration
      const { environment: variable, read } = KEYS[known]
      if (environment[variable]) {
        throw refusal('SETTING_FIXED', `${variable} sets this; it can be changed only there.`)
      }
      // JSON knows no undefined.
      const chosen = value ?? undefined
      checkExclusions(desk, known, chosen === undefined ? undefined : read(chosen))
      await changeSettings(paths.settings, { [known]: chosen })
      return settingView(desk, known)
    },
  }) satisfies Partial<Handlers>

/** One that cannot be read is shown with its problem; the others are not affected. */
async function settingView({ configuration }: Desk, key: SettingKey): Promise<SettingView> {
  const { paths, environment } = configuration
  const standard = KEYS[key].default ?? null
  try {
    const { [key]: setting } = await resolveSettings({ file: paths.settings, environment }, [key])
    const { value, origin, source } = setting
    return { key, value: value ?? null, default: standard, origin, source }
  } catch (error) {
    if (!isMeantimeError(error)) throw error
    const problem = problemOf(error)
    const fixed = Boolean(environment[KEYS[key].environment])
    const [origin, source] = fixed
      ? (['environment', KEYS[key].environment] as const)
      : (['file', paths.settings] as const)
    return { key, value: standard, default: standard, origin, source, problem }
  }
}

/** Throws BAD_EXCLUSION for a pattern that would match nothing or everything. */
function checkExclusions({ app }: Desk, key: SettingKey, value: unknown): void {
  const kind = EXCLUSIONS[key]
  if (kind === undefined || !Array.isArray(value)) return
  for (const text of value) app.get(SCREENSHOTS).checkExclusion(kind, String(text))
}
