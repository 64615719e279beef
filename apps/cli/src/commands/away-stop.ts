import { answerAway } from '../away-answer.js'
import type { Context, Invocation } from '../context.js'

export const run = (context: Context, { args }: Invocation<object>): Promise<undefined> =>
  answerAway(context, args[0], { kind: 'stop' })
