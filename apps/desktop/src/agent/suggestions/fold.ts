/** Text as it is searched: without case, accents and the difference of ё and е. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

export const wordsOf = (text: string): string[] => folded(text).split(/\s+/).filter(Boolean)

/** How well all words are found in a folded text: 0 not at all, more where one begins the text or a word of it. */
export function matchOf(text: string, words: readonly string[]): number {
  let sum = 0
  for (const word of words) {
    const at = text.indexOf(word)
    if (at < 0) return 0
    sum += at === 0 ? 3 : isBoundary(text, at) || text.includes(` ${word}`) ? 2 : 1
  }
  return words.length === 0 ? 1 : sum / words.length
}

const isBoundary = (text: string, at: number): boolean => !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')
