import { STATE_STORE, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { agentLater } from '../deliver-later.js'
import { inputError } from '../errors.js'
import { termsDocument, termsLines } from '../output/screenshots.js'
import { SCREENSHOTS } from '../services.js'

export interface ScreenshotsOnOptions {
  /** They have read it elsewhere. */
  readonly yes?: boolean
}

/** Says what will happen, and turns pictures on when its person agrees. */
export async function run(context: Context, { options }: Invocation<ScreenshotsOnOptions>): Promise<undefined> {
  const app = await context.open([SCREENSHOTS, STATE_STORE, TIME_TRACKER], undefined, { capture: 'switches' })
  const screenshots = app.get(SCREENSHOTS)
  const { settings } = await screenshots.standing()
  for (const line of termsLines(settings)) context.out.note(line)
  if (!(options.yes || (await agrees(context)))) {
    context.out.result({ on: false }, () => 'Screenshots stay off.')
    return undefined
  }
  const { at } = await screenshots.turnOn()
  await agentLater(context, app)
  const document = { on: true, since: new Date(at).toISOString(), terms: termsDocument(settings) }
  context.out.result(document, (style) => `Screenshots are ${style.good('on')}.`)
  context.out.note('`meantime screenshots status` tells what is going on; `meantime screenshots off` turns them off.')
  return undefined
}

async function agrees({ io, flags }: Context): Promise<boolean> {
  if (io.ask === undefined || flags.json) {
    throw inputError(
      'CONSENT_NEEDED',
      'Nobody can be asked here whether they agree.',
      'Run it at a terminal, or with --yes when you have read and agree to what it says.',
    )
  }
  return io.ask.agree('Do you agree?')
}
