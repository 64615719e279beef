import { type AwayAnswer, CORRECTIONS, type OfferId } from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import type { Received } from '../../bridge/operations.js'
import type { Desk } from '../desk.js'
import { freshViews } from '../views/entry.js'

export const offerHandlers = (desk: Desk) =>
  ({
    answerOffer: async ({ id, answer }) => {
      const { entries } = await desk.app.get(CORRECTIONS).answer(id as OfferId, answerOf(answer))
      desk.suggestions.changed(entries)
      return freshViews(entries)
    },
  }) satisfies Partial<Handlers>

function answerOf(answer: Received<'answerOffer'>['answer']): AwayAnswer {
  if (answer.kind !== 'split') return { kind: answer.kind }
  const { description, project } = answer
  return {
    kind: 'split',
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project }),
  }
}
