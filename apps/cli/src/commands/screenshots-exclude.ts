import { changeSettings, resolveSettings } from '@meantime/settings'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { exclusionsWords, standingWords } from '../output/screenshots.js'
import { SCREENSHOTS } from '../services.js'

export interface ExcludeOptions {
  readonly remove?: boolean
}

const KEYS = { app: 'excludedApps', title: 'excludedTitles' } as const

/** Lists, adds or removes what must never be seen in a picture. */
export async function run(context: Context, { args, options }: Invocation<ExcludeOptions>): Promise<undefined> {
  const [kind, ...words] = args
  const app = await context.open([SCREENSHOTS], undefined, { capture: 'switches' })
  const screenshots = app.get(SCREENSHOTS)
  if (kind === 'app' || kind === 'title') {
    const pattern = words.join(' ').trim()
    if (options.remove !== true) screenshots.checkExclusion(kind, pattern)
    await change(context, kind, pattern, options.remove ?? false)
  }
  const standing = await screenshots.standing()
  const { excludedApps: apps, excludedTitles: titles } = standing.settings
  context.out.result({ apps, titles, on: standing.on }, () =>
    apps.length + titles.length === 0
      ? 'Nothing is excluded: pictures show whatever is open.'
      : `Not to be seen: ${exclusionsWords(standing.settings)}.`,
  )
  if (standing.further.length > 0)
    context.out.note(`Screenshots are ${standingWords(standing)}. To agree: \`meantime screenshots on\`.`)
  return undefined
}

async function change(context: Context, kind: 'app' | 'title', pattern: string, remove: boolean): Promise<void> {
  const { paths } = await context.configuration()
  const key = KEYS[kind]
  // What the file says: a variable must not find its way into it.
  const { [key]: list } = await resolveSettings({ file: paths.settings, environment: {} }, [key])
  const others = list.value.filter((item) => item !== pattern)
  if (remove && others.length === list.value.length) {
    throw inputError('NOT_EXCLUDED', `No such ${kind} is excluded.`, '`meantime screenshots exclude` lists them.')
  }
  await changeSettings(paths.settings, { [key]: remove ? others : [...others, pattern] })
  const { [key]: chosen } = await resolveSettings({ file: paths.settings, environment: context.io.env }, [key])
  if (chosen.origin === 'environment') {
    context.out.note(`It is in the settings file, but ${chosen.source} is set and counts instead.`)
  }
}
