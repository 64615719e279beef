const SECONDS = /^\d{1,10}$/
/** The three forms of RFC 9110, 5.6.7; Date.parse alone would take much that is no HTTP date. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const RFC_850 = /^[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/

/** Milliseconds from `now` (UTC ms) that a Retry-After header asks for; a past date is 0, anything else undefined. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? ''
  if (SECONDS.test(value)) return Number(value) * 1000
  const at = httpDate(value)
  return at === undefined ? undefined : Math.max(0, at - now)
}

function httpDate(value: string): number | undefined {
  const text = ASCTIME.test(value) ? `${value} GMT` : IMF_FIXDATE.test(value) || RFC_850.test(value) ? value : ''
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}
