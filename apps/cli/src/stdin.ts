import { MAX_DESCRIPTION } from '@meantime/core'
import { inputError } from './errors.js'
import type { CliIo } from './io.js'

/** UTF-8 takes at most 4 bytes a character; what is longer is refused without reading it to its end. */
const MAX_DESCRIPTION_BYTES = MAX_DESCRIPTION * 4 + 1024

/** The description, from the words of the command line or, for a single `-`, from stdin. */
export async function descriptionFrom(words: readonly string[], io: CliIo): Promise<string> {
  if (words.length !== 1 || words[0] !== '-') return refuseBroken(words.join(' '))
  const text = await readStdin(io, MAX_DESCRIPTION_BYTES)
  if (text !== undefined) return text
  const message = `The description on stdin is longer than the ${MAX_DESCRIPTION} characters that are kept.`
  throw inputError('TEXT_TOO_LONG', message, 'Shorten the description.')
}

/** Node replaces bytes that are no UTF-8 before we see them; what was typed is lost by then, so it is not recorded. */
function refuseBroken(text: string): string {
  if (!text.includes('\uFFFD')) return text
  throw inputError('TEXT_NOT_ALLOWED', 'The description is not text in UTF-8.', 'Set your terminal to UTF-8.')
}

/** All of stdin as UTF-8; undefined when it holds more than `maxBytes`. Throws TEXT_NOT_ALLOWED for other bytes. */
export async function readStdin({ stdin }: CliIo, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    size += bytes.byteLength
    if (size > maxBytes) return undefined
    chunks.push(bytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw inputError('TEXT_NOT_ALLOWED', 'What came on stdin is not text in UTF-8.', 'Send it as UTF-8.')
  }
}
