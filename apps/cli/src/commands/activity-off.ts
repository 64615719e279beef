import type { Context } from '../context.js'
import { activityDocument } from '../output/activity.js'
import { ACTIVITY_SWITCH } from '../services.js'

export async function run(context: Context): Promise<undefined> {
  const app = await context.open([ACTIVITY_SWITCH], undefined, { capture: 'switches' })
  await app.get(ACTIVITY_SWITCH).turnOff()
  context.out.result(activityDocument(undefined), () => 'Activity is off.')
  context.out.note(
    'Samples that wait for delivery are in `meantime queue list`; `meantime queue discard` gives them up.',
  )
  return undefined
}
