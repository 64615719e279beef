import { HISTORY, PROFILES, STATE_STORE, TIME_TRACKER } from '@meantime/core'
import { agreed } from '../agreed.js'
import type { Context, Invocation } from '../context.js'
import { namedEntries } from '../named-entries.js'
import { entryName } from '../output/entry.js'
import { tell } from '../recording.js'

const NOBODY_TO_ASK = { message: 'There is nobody to ask whether it may be deleted.', hint: 'Say so by --yes.' }

export interface DeleteOptions {
  readonly yes?: boolean
}

/** Entries, here and on the server. The journal keeps that they were; nobody counts them any more. */
export async function run(context: Context, { args, options }: Invocation<DeleteOptions>): Promise<undefined> {
  const app = await context.open([TIME_TRACKER, HISTORY, STATE_STORE, PROFILES])
  const tracker = app.get(TIME_TRACKER)
  const entries = await namedEntries(tracker, args)
  const [only] = entries
  const what = entries.length === 1 && only ? entryName(only) : `${entries.length} entries`
  if (
    !(await agreed(context, { question: `Delete ${what}, with its time?`, yes: options.yes, refusal: NOBODY_TO_ASK }))
  ) {
    context.out.result({ deleted: [] }, () => 'Nothing was deleted.')
    return undefined
  }
  const { before } = await app.get(HISTORY).delete(entries.map(({ id }) => id))
  await tell(context, app, [], () => ({
    document: { deleted: before.map(({ id }) => id) },
    text: () => `Deleted ${what}.`,
  }))
  return undefined
}
