import { type Now, parseEdge, parseInstant, passed } from './parse-time.js'

const BARE = /^\d{1,2}([:.]\d{2}){0,2}( ?[ap]m)?$/i
const DAY_MS = 86_400_000

/**
 * A time that belongs to something that began at `began` (UTC ms): a bare `9:30` is one of that day, whatever today is.
 * With `after`, it is the first one from then on, so that work may go past midnight. Throws as `parseInstant` does.
 */
export async function parseBeside(
  text: string,
  flag: string,
  began: number,
  place: Now,
  { after = false }: { readonly after?: boolean } = {},
): Promise<number> {
  if (!BARE.test(text.trim())) return parseInstant(text, flag, place)
  const { at } = await parseEdge(text, flag, { ...place, now: began })
  const next = after && at < began ? await parseEdge(text, flag, { ...place, now: began + DAY_MS }) : { at }
  return passed(next.at, text, flag, place)
}
