import type { Secret } from '../secret.js'

const MAX_CHARACTERS = 300

/**
 * A server's words, safe to show, log and keep: no control or direction characters that would steer a terminal, one
 * line, not endless, and none of the request's own secrets should the server repeat one.
 */
export function plainText(words: string, secrets: readonly Secret[] = []): string {
  let line = words
  for (const secret of secrets) if (secret.reveal() !== '') line = line.replaceAll(secret.reveal(), '[secret]')
  line = line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}…` : line
}
