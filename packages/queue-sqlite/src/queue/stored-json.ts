import { MeantimeError } from '@meantime/core'

/** What the predecessor's front end put into payloads; it is never kept, at any depth. */
const TOKEN_FIELDS = new Set(['accessToken', 'refreshToken', '_encrypted'])
const MAYBE_TOKENS = /"(?:accessToken|refreshToken|_encrypted)"/

/** The JSON text to store, without token fields. Throws PAYLOAD_NOT_JSON. */
export function storedJson(payload: unknown): string {
  let text: string | undefined
  let cause: unknown
  try {
    text = withoutTokens(payload)
  } catch (error) {
    cause = error
  }
  if (text !== undefined) return text
  throw new MeantimeError({
    code: 'PAYLOAD_NOT_JSON',
    kind: 'bug',
    message: 'What should be delivered cannot be written as JSON.',
    safe: 'Nothing was changed.',
    cause,
  })
}

/** Undefined for nothing, and for a text that a damaged disk made unreadable. */
export function parsedJson(text: string | null | undefined): unknown {
  try {
    return text === null || text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Asking about each field makes JSON.stringify several times slower, and hardly any payload has one of these. */
function withoutTokens(payload: unknown): string | undefined {
  try {
    const text: string | undefined = JSON.stringify(payload)
    if (text === undefined || !MAYBE_TOKENS.test(text)) return text
  } catch {
    // What cannot be written may be a field that is left out anyway.
  }
  return JSON.stringify(payload, (key, value) => (TOKEN_FIELDS.has(key) ? undefined : value))
}
