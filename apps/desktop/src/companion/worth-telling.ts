import type { StateView } from '../bridge/shapes.js'
import type { Words } from './words/words.js'

export interface Told {
  readonly title: string
  readonly body: string
}

/**
 * What became so since the state before, and should not wait until somebody looks at the window. What was so before this
 * program started is told only where an answer is wanted: offers.
 */
export function worthTelling(before: StateView | undefined, state: StateView, words: Words, locale: string): Told[] {
  const known = new Set(before?.offers.map(({ id }) => id))
  const offers = state.offers
    .filter(({ id }) => !known.has(id))
    .map(({ description, from, to }) => {
      const time = (at: number) => clockTime(at, locale, state.zone)
      return { title: words.away.title, body: words.away.body(description || words.untitled, time(from), time(to)) }
    })
  if (before === undefined) return offers
  const told = [...offers]
  const parked = state.sync.counts.dead - before.sync.counts.dead
  if (parked > 0) told.push({ title: words.parked.title, body: words.parked.body(parked) })
  if (wantsSignIn(state) && !wantsSignIn(before)) told.push(words.signedOut)
  const { trouble } = state.capture
  if (trouble && trouble.code !== before.capture.trouble?.code) {
    told.push({ title: words.pictures.title, body: words.problem(trouble) })
  }
  return told
}

/** Somebody who never signed in, or signed out by hand, knows it. */
const wantsSignIn = ({ account, sync }: StateView): boolean =>
  account?.signedIn === true && sync.last?.status === 'auth-required'

function clockTime(at: number, locale: string, zone: string): string {
  const options = { hour: '2-digit', minute: '2-digit' } as const
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(at)
  } catch {
    return new Intl.DateTimeFormat('en-GB', options).format(at)
  }
}
