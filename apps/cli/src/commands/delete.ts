import { HISTORY, PROFILES, STATE_STORE, TIME_TRACKER } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { inputError } from '../errors.js'
import { namedEntry } from '../named-entries.js'
import { entryName } from '../output/entry.js'
import { tell } from '../recording.js'

export interface DeleteOptions {
  readonly yes?: boolean
}

/** Entries, here and on the server. The journal keeps that they were; nobody counts them any more. */
export async function run(context: Context, { args, options }: Invocation<DeleteOptions>): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, HISTORY, STATE_STORE, PROFILES])
  const tracker = app.get(TIME_TRACKER)
  const entries = new Map<string, string>()
  for (const text of args) {
    const entry = await namedEntry(tracker, text)
    entries.set(entry.id, entryName(entry))
  }
  const what = entries.size === 1 ? [...entries.values()].join() : `${entries.size} entries`
  if (!options.yes && !(await agreed(context, what))) {
    context.out.result({ deleted: [] }, () => 'Nothing was deleted.')
    return undefined
  }
  const { before } = await app.get(HISTORY).delete([...entries.keys()] as Parameters<typeof tracker.delete>[0][])
  await tell(context, app, [], () => ({
    document: { deleted: before.map(({ id }) => id) },
    text: () => `Deleted ${what}.`,
  }))
  return undefined
}

async function agreed({ io }: Context, what: string): Promise<boolean> {
  if (io.ask) return io.ask.agree(`Delete ${what}, with its time?`)
  throw inputError('CONFIRMATION_MISSING', 'There is nobody to ask whether it may be deleted.', 'Say so by --yes.')
}
