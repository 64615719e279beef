/**
 * Text that cannot drive the terminal: descriptions and a server's sentences may hold escape sequences. Control
 * characters (C0 but tab and line feed, DEL, C1) and bidirectional overrides become `�`.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
}

/** The same on one line, cut to `max` characters (code points). */
export function oneLine(text: string, max = 80): string {
  const flat = printable(text.replace(/\s+/gu, ' ').trim())
  const characters = [...flat]
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : flat
}
