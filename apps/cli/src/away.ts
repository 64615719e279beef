import { type App, CORRECTIONS, type OpenOffer } from '@meantime/core'
import type { Context } from './context.js'

/**
 * The offers that wait for an answer, after a look at what happened while nobody watched. For what is told beside
 * something else: a failure here is no failure of that.
 */
export async function noticedAway(context: Context, app: App): Promise<readonly OpenOffer[]> {
  try {
    return await lookForAway(context, app)
  } catch {
    return []
  }
}

export async function lookForAway(context: Context, app: App): Promise<readonly OpenOffer[]> {
  const corrections = app.get(CORRECTIONS)
  await corrections.look(await awayAfterMs(context))
  return corrections.open()
}

/** Whether a person reads what is written here, and can be asked. */
export const canAsk = ({ io, flags }: Context): boolean =>
  io.ask !== undefined && io.stdout.isTTY === true && !flags.json && !flags.quiet

/** A setting that is wrong is told by those who need it; here the default serves. */
async function awayAfterMs(context: Context): Promise<number | undefined> {
  try {
    const { paths } = await context.configuration()
    const { resolveSettings } = await import('@meantime/settings')
    const sources = { environment: context.io.env, file: paths.settings }
    const { idleLimit } = await resolveSettings(sources, ['idleLimit'])
    return idleLimit.value * 60_000
  } catch {
    return undefined
  }
}
