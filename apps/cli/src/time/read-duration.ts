import { inputError } from '../errors.js'

const FORM = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m(?:in)?)?$/

/** `30m`, `2h`, `1h30m`, `1d` in ms. Throws DURATION_NOT_UNDERSTOOD (kind input). */
export function readDuration(text: string): number {
  const [whole, days = 0, hours = 0, minutes = 0] = FORM.exec(text.trim().toLowerCase().replace(/\s+/g, '')) ?? []
  const ms = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000
  if (whole && ms > 0) return ms
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text
  throw inputError('DURATION_NOT_UNDERSTOOD', `“${shown}” is not a length of time.`, 'Say 30m, 2h or 1h30m.')
}
