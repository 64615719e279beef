import { MeantimeError } from '../errors.js'

/**
 * The server's origin and path without a slash at the end, from what a person typed.
 * Throws INVALID_SERVER_URL (kind input); never repeats a user name or password that stood in the address.
 */
export function parseServerUrl(typed: string): string {
  const url = URL.canParse(typed.trim()) ? new URL(typed.trim()) : undefined
  if (url === undefined) throw invalid('is not an address', 'Write it like https://time.example.org.')
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid('does not begin with http:// or https://', 'Write it like https://time.example.org.')
  if (url.username !== '' || url.password !== '')
    throw invalid('holds a user name or a password', 'Leave them out and sign in instead.')
  if (url.search !== '' || url.hash !== '') throw invalid('holds a ? or a #', 'Leave out everything from there on.')
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function invalid(what: string, hint: string): MeantimeError {
  return new MeantimeError({
    code: 'INVALID_SERVER_URL',
    kind: 'input',
    message: `The server's address ${what}.`,
    hint,
  })
}
