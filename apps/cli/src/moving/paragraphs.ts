/** Text blocks with an empty line between them; empty ones are left out. */
export const paragraphs = (...blocks: readonly string[]): string => blocks.filter((block) => block !== '').join('\n\n')

/** One sentence a line. */
export const sentences = (all: readonly string[]): string => all.map((sentence) => `- ${sentence}`).join('\n')

export const entriesWord = (n: number): string => `${n} ${n === 1 ? 'entry' : 'entries'}`
