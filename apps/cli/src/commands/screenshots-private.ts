import type { Context, Invocation } from '../context.js'
import { SCREENSHOTS } from '../services.js'

/** Private by hand, until it is ended by hand. */
export async function run(context: Context, { args }: Invocation<object>): Promise<undefined> {
  const on = args[0] === 'on'
  const app = await context.open([SCREENSHOTS], undefined, { capture: 'switches' })
  await app.get(SCREENSHOTS).setPrivate(on)
  context.out.result({ private: on }, () =>
    on ? 'Private: no screenshots until `meantime screenshots private off`.' : 'No longer private.',
  )
  return undefined
}
