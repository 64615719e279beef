const TOKEN_KEYS = new Set(['accessToken', 'refreshToken', '_encrypted'])

/** A valid item is less deep than this; what lies deeper is refused by the schema, so it need not be searched. */
const MAX_DEPTH = 8

/**
 * Clients of the predecessor put tokens into every payload. For exactly these keys the item is taken without them;
 * any other unknown key is refused by the strict schemas. So no token is ever stored, compared or logged.
 */
export function withoutTokens(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((element) => withoutTokens(element, depth + 1))
  const kept = Object.entries(value).filter(([key]) => !TOKEN_KEYS.has(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutTokens(inner, depth + 1)]))
}
