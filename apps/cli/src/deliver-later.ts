import type { App } from '@meantime/core'
import type { Context } from './context.js'

/** `background` a process of its own delivers it · `manual` nothing was started · `signed-out` nobody to deliver as. */
export type Delivery = 'background' | 'manual' | 'signed-out'

/**
 * Lets another process deliver, so that this one returns at once.
 *
 * @param asked a person asked for a delivery or has just signed in: a server that rests after a failure is tried, too
 */
export async function deliverLater(
  context: Context,
  signedInBefore: boolean,
  { asked = false }: { readonly asked?: boolean } = {},
): Promise<Delivery> {
  if (!signedInBefore) return 'signed-out'
  const { autoSync, dataDir } = await context.configuration()
  const { runDetached } = context.io
  if (!autoSync || runDetached === undefined) return 'manual'
  runDetached(['--data-dir', dataDir, 'sync', ...(asked ? [] : ['--background'])])
  return 'background'
}

/** Starts the agent where something is on that needs it. One that runs already goes on; the second one ends at once. */
export async function agentLater(context: Context, app: App): Promise<void> {
  const { runDetached } = context.io
  if (runDetached === undefined) return
  const { agentNeeded } = await import('./agent/needed.js')
  if (!(await agentNeeded(app))) return
  const { dataDir } = await context.configuration()
  runDetached(['--data-dir', dataDir, 'agent', '--background'])
}
