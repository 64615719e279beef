/** What a good value looks like (the end of "… must be …"), and how it is read from text or JSON; undefined when bad. */
export interface Reader<T> {
  readonly expected: string
  read(value: unknown): T | undefined
}

export function readServer(value: unknown): string | undefined {
  const url = typeof value === 'string' && URL.canParse(value.trim()) ? new URL(value.trim()) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined
  if (url.username || url.password || url.search || url.hash) return undefined
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (['true', '1', 'yes', 'on'].includes(word)) return true
  return ['false', '0', 'no', 'off'].includes(word) ? false : undefined
}

export function oneOf<const T extends string>(...choices: T[]): Reader<T> {
  return {
    expected: `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`,
    read: (value) => choices.find((choice) => choice === value),
  }
}

export function wholeNumber(least: number, most: number, unit: string): Reader<number> {
  return {
    expected: `a whole number of ${unit}, ${least} to ${most}`,
    read(value) {
      const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value
      const good = typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most
      return good ? number : undefined
    },
  }
}

/** A JSON array of texts; on the command line and in the environment also the texts with `;` between them. */
export function listOf(what: string, isGood: (item: string) => boolean): Reader<readonly string[]> {
  return {
    expected: `a list of ${what}`,
    read(value) {
      const items = typeof value === 'string' ? value.split(';').filter((item) => item.trim() !== '') : value
      if (!Array.isArray(items)) return undefined
      const texts = items.map((item) => (typeof item === 'string' ? item.trim() : ''))
      return texts.every((text) => text !== '' && isGood(text)) ? texts : undefined
    },
  }
}

const MODIFIER = '(Ctrl|Cmd|CmdOrCtrl|Alt|AltGr|Shift|Super)'
const KEYS_OF_A_DESKTOP = new RegExp(`^(${MODIFIER}\\+)+([A-Z0-9]|F([1-9]|1\\d|2[0-4])|Space|Home|End|Insert|Pause)$`)

/** With at least one modifier, so that no plain key is taken from every other program; empty for none. */
export const readKeys: Reader<string> = {
  expected: 'keys such as Ctrl+Alt+T, or nothing',
  read(value) {
    const text = typeof value === 'string' ? value.trim() : undefined
    return text === '' || (text && KEYS_OF_A_DESKTOP.test(text)) ? text : undefined
  },
}

const DAY = '(mon|tue|wed|thu|fri|sat|sun)'
const CLOCK = '([01]\\d|2[0-3]):[0-5]\\d'
const PERIOD = new RegExp(`^(${DAY}(-${DAY})?(,${DAY}(-${DAY})?)* )?${CLOCK}-(${CLOCK}|24:00)$`, 'i')

/** `12:00-13:00` each day, `mon-fri 12:00-13:00`, `sat,sun 00:00-24:00`; over midnight `fri 22:00-06:00`. */
export function isWeeklyPeriod(text: string): boolean {
  const [from, to] = text.split(' ').at(-1)?.split('-') ?? []
  return PERIOD.test(text) && from !== to
}
