import type { Context } from './context.js'

/** `background` a process of its own delivers it · `manual` nothing was started · `signed-out` nobody to deliver as. */
export type Delivery = 'background' | 'manual' | 'signed-out'

/** Lets another process deliver, so that this one returns at once. */
export async function deliverLater(context: Context, signedInBefore: boolean): Promise<Delivery> {
  if (!signedInBefore) return 'signed-out'
  const { autoSync, dataDir } = await context.configuration()
  const { runDetached } = context.io
  if (!autoSync || runDetached === undefined) return 'manual'
  runDetached(['--data-dir', dataDir, 'sync', '--background'])
  return 'background'
}
