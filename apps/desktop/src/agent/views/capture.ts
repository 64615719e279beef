import { type App, SHOT_LEDGER } from '@meantime/core'
import type { CaptureView } from '../../bridge/shapes.js'
import type { Standing } from '../compose.js'
import { problemOf } from '../problem.js'
import { SCREENSHOTS } from '../services.js'

/** More than are held in any cooling-off time. */
const ALL = 100_000

export async function captureView(app: App): Promise<CaptureView> {
  const screenshots = app.get(SCREENSHOTS)
  const { account } = screenshots
  const held = (await app.get(SHOT_LEDGER).list({ account, states: ['held'], limit: ALL })).length
  let standing: Standing
  try {
    standing = await screenshots.standing()
  } catch (error) {
    // Settings that cannot be read: no picture is taken, and everything else goes on.
    return { on: false, further: [], private: false, held, trouble: problemOf(error) }
  }
  const trouble = await screenshots.trouble()
  const { consent, further, on, pausedUntil, private: byHand, privatePeriod } = standing
  return {
    on,
    further: [...further],
    private: byHand,
    held,
    ...(consent === undefined ? {} : { agreedAt: consent.at }),
    ...(pausedUntil === undefined ? {} : { pausedUntil }),
    ...(privatePeriod === undefined ? {} : { privatePeriod }),
    ...(trouble === undefined ? {} : { trouble: troubleView(trouble) }),
  }
}

function troubleView({ code, message, hint }: { code: string; message: string; hint?: string }) {
  return { code, message, ...(hint === undefined ? {} : { hint }) }
}
