import { CLOCK } from '@meantime/core'
import type { Context } from '../context.js'
import { activityDocument, activityWords } from '../output/activity.js'
import { localeOf } from '../output/locale.js'
import { ACTIVITY_SWITCH } from '../services.js'
import { timeFormat } from '../time/format.js'

export async function run(context: Context): Promise<undefined> {
  const app = await context.open([ACTIVITY_SWITCH], undefined, { capture: 'switches' })
  const consent = await app.get(ACTIVITY_SWITCH).consent()
  const time = timeFormat({ zone: app.get(CLOCK).zone(), locale: localeOf(context.io.env) })
  context.out.result(activityDocument(consent), () =>
    consent === undefined
      ? 'Activity is off.'
      : `Activity is on since ${time.momentWithDay(consent.at)}: ${activityWords(consent)}.`,
  )
  return undefined
}
