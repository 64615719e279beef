import { CLOCK } from '@meantime/core'
import type { Context, Invocation } from '../context.js'
import { localeOf } from '../output/locale.js'
import { SCREENSHOTS } from '../services.js'
import { timeFormat } from '../time/format.js'
import { readDuration } from '../time/read-duration.js'

export async function run(context: Context, { args }: Invocation<object>): Promise<undefined> {
  const ms = readDuration(args.join(''))
  const app = await context.open([SCREENSHOTS], undefined, { capture: 'switches' })
  const until = await app.get(SCREENSHOTS).pause(ms)
  const clock = app.get(CLOCK)
  const time = timeFormat({ zone: clock.zone(), locale: localeOf(context.io.env) })
  context.out.result(
    { pausedUntil: new Date(until).toISOString() },
    () => `No screenshots until ${time.moment(until, clock.now())}; then they go on by themselves.`,
  )
  return undefined
}
