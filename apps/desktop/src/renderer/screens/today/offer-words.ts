import type { OfferView } from '../../../bridge/shapes.js'

type Cause = OfferView['causes'][number]

/** Of several causes the one that says most: a computer that slept was also idle and locked. */
const TELLING: readonly Cause[] = ['forgotten', 'crash', 'sleep', 'lock', 'idle']

export const causeOf = (causes: readonly Cause[]): Cause => TELLING.find((cause) => causes.includes(cause)) ?? 'idle'

/** What most people will want; the others are as good. */
export const suggestedAnswer = (causes: readonly Cause[]): 'stop' | 'discard' =>
  causes.includes('forgotten') ? 'stop' : 'discard'
