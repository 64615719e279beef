import { MeantimeError } from '@meantime/core'

/** Whether a text is meant. */
export type Pattern = (text: string) => boolean

const LONGEST = 200

/**
 * Without wildcards a pattern is looked for anywhere in the text; with `*` or `?` it is the whole text. Throws a
 * MeantimeError (BAD_EXCLUSION) for what would match nothing or everything.
 */
export function pattern(source: string, of: 'app' | 'title'): Pattern {
  const wanted = plain(source)
  if (wanted === '') throw bad(of, source, 'is empty')
  if (wanted.length > LONGEST) throw bad(of, source, `is longer than ${LONGEST} characters`)
  if (/^[*?\s]+$/.test(wanted))
    throw bad(of, source, 'covers every window', 'Turn screenshots off, or pixelate them all.')
  if (/[*?]/.test(wanted)) return (text) => matchesGlob(wanted, plain(text))
  return (text) => plain(text).includes(wanted)
}

/**
 * Case, width and invisible characters make no difference: Edge writes a zero-width space into its titles, and a page
 * could hide its name behind one.
 */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/** One step back per star, so that no title, however long or odd, takes long: a page chooses its own title. */
function matchesGlob(glob: string, text: string): boolean {
  let at = 0
  let next = 0
  let star = -1
  let resume = 0
  while (next < text.length) {
    const wanted = glob[at]
    if (wanted === '*') {
      star = at
      at += 1
      resume = next
    } else if (wanted === '?' || wanted === text[next]) {
      at += 1
      next += 1
    } else if (star >= 0) {
      at = star + 1
      resume += 1
      next = resume
    } else return false
  }
  while (glob[at] === '*') at += 1
  return at === glob.length
}

function bad(of: 'app' | 'title', source: string, why: string, hint?: string): MeantimeError {
  const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source
  return new MeantimeError({
    code: 'BAD_EXCLUSION',
    kind: 'input',
    message: `The exclusion of ${of === 'app' ? 'an app' : 'a title'} “${shown}” ${why}.`,
    safe: 'No picture is taken while an exclusion cannot be understood.',
    hint: hint ?? 'Give part of the name, such as keepass, or a pattern, such as *private browsing*.',
  })
}
