import { crc32 } from 'node:zlib'

/*
 * SQLite has no checksums of its own: a flipped bit in a stored time reads as another time. So each event carries one
 * over all that never changes about it. It stands behind the JSON of its body as white space, two bits a character,
 * which every JSON parser, older versions of this program included, passes over (decision 060).
 */
const BLANKS = ' \t\n\r'
const LENGTH = 16
const SEALED = /[ \t\n\r]{16}$/

type Fields = readonly (string | number)[]

/** The JSON text with the seal of `fields` and itself behind it. */
export function sealed(text: string, fields: Fields): string {
  let sum = sumOf(text, fields)
  let blanks = ''
  for (let n = 0; n < LENGTH; n += 1) {
    blanks += BLANKS[sum & 3]
    sum >>>= 2
  }
  return text + blanks
}

/** `unknown`: written before there were seals; then it ends as the JSON of an object does. */
export function sealOf(text: string, fields: Fields): 'whole' | 'broken' | 'unknown' {
  if (!SEALED.test(text)) return text.endsWith('}') ? 'unknown' : 'broken'
  const bare = text.slice(0, -LENGTH)
  return sealed(bare, fields) === text ? 'whole' : 'broken'
}

/** The text that was sealed. */
export const unsealed = (text: string): string => (SEALED.test(text) ? text.slice(0, -LENGTH) : text)

const sumOf = (text: string, fields: Fields): number => crc32(`${JSON.stringify(fields)}${text}`)
