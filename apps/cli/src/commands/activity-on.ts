import { STATE_STORE, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { agentLater } from '../deliver-later.js'
import { activityDocument, activityWords } from '../output/activity.js'
import { ACTIVITY_SWITCH } from '../services.js'

interface OnOptions {
  readonly apps?: boolean
  readonly titles?: boolean
}

/** What is not named is not recorded: turning it on again with less takes the rest back. */
export async function run(context: Context, { options }: Invocation<OnOptions>): Promise<undefined> {
  const app = await context.open([ACTIVITY_SWITCH, STATE_STORE, TIME_TRACKER], undefined, { capture: 'switches' })
  const consent = await app.get(ACTIVITY_SWITCH).turnOn(options)
  await agentLater(context, app)
  context.out.result(
    activityDocument(consent),
    (style) => `Activity is ${style.good('on')}: ${activityWords(consent)}.`,
  )
  context.out.note('Private times and exclusions of screenshots count here too. `meantime activity off` ends it.')
  return undefined
}
