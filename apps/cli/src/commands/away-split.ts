import { answerAway } from '../away-answer.js'
import type { Context, Invocation } from '../context.js'

interface SplitOptions {
  readonly as?: string
  readonly project?: string
}

export const run = (
  context: Context,
  { args, options: { as: description, project } }: Invocation<SplitOptions>,
): Promise<undefined> =>
  answerAway(context, args[0], {
    kind: 'split',
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project }),
  })
