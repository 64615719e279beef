const MAX_DESCRIPTION = 5000

export interface Cleaned {
  readonly text: string
  /** What was lost, in words; undefined when nothing was. */
  readonly cut: string | undefined
}

/**
 * A description that the server can store: a NUL makes it fail, half a character pair comes back changed, and more than
 * 5 000 characters are refused. What was recorded stays whole on this computer.
 */
export function cleanDescription(text: string): Cleaned {
  const whole = text.replaceAll('\0', '').toWellFormed()
  const short =
    whole.length > MAX_DESCRIPTION
      ? whole
          .slice(0, MAX_DESCRIPTION - 1)
          .toWellFormed()
          .replace(/�$/, '')
      : whole
  const kept = whole.length > MAX_DESCRIPTION ? `${short}…` : short
  if (kept === text) return { text, cut: undefined }
  const left = whole.length - short.length
  const cut = left > 0 ? `${left} characters at its end` : 'characters that cannot be stored'
  return { text: kept, cut }
}
