import { SHOT_LEDGER } from '@meantime/core'
import type { Context } from '../context.js'
import { SCREENSHOTS } from '../services.js'

const MANY = 10_000

/** From now on nothing is taken; one that is being made is not kept. */
export async function run(context: Context): Promise<undefined> {
  const app = await context.open([SCREENSHOTS, SHOT_LEDGER], undefined, { capture: 'switches' })
  const screenshots = app.get(SCREENSHOTS)
  await screenshots.turnOff()
  const waiting = await app
    .get(SHOT_LEDGER)
    .list({ account: screenshots.account, states: ['held', 'queued'], limit: MANY })
  context.out.result({ on: false, waiting: waiting.length }, (style) => `Screenshots are ${style.strong('off')}.`)
  if (waiting.length > 0) {
    const [pictures, them] = waiting.length === 1 ? ['1 picture is', 'it'] : [`${waiting.length} pictures are`, 'them']
    context.out.note(
      `${pictures} still on this computer and will be sent unless you delete ${them}: ` +
        '`meantime screenshots list`, or `meantime screenshots delete --all-held`.',
    )
  }
  return undefined
}
