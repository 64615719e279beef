import type { Context } from '../context.js'
import { standingWords } from '../output/screenshots.js'
import { SCREENSHOTS } from '../services.js'

/** Ends a pause before its time. */
export async function run(context: Context): Promise<undefined> {
  const app = await context.open([SCREENSHOTS], undefined, { capture: 'switches' })
  const screenshots = app.get(SCREENSHOTS)
  await screenshots.resume()
  const standing = await screenshots.standing()
  context.out.result(
    { pausedUntil: null, on: standing.on },
    () => `The pause is over. Screenshots are ${standingWords(standing)}.`,
  )
  return undefined
}
