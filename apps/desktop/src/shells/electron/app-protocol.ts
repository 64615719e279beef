import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol, type Session } from 'electron'

const SCHEME = 'meantime'
export const PAGE = `${SCHEME}://app/index.html`

/**
 * Nothing is loaded that is not in the package, and nothing can be sent anywhere: the page talks to the agent by its
 * preload alone. Pictures come from the agent as data.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Before the app is ready: makes the page's address an origin of its own, so that `'self'` and its storage mean it. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }])
}

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-dns-prefetch-control': 'off',
}

/** Answers the page's address with the files of `folder`, and with nothing else. */
export function serveFiles(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, async ({ url, method }) => {
    const file = method === 'GET' ? fileOf(folder, url) : undefined
    const content = file && (await readFile(file).catch(() => undefined))
    if (!file || !content) return new Response('Not found', { status: 404, headers: HEADERS })
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    return new Response(new Uint8Array(content), { headers: { ...HEADERS, 'content-type': type } })
  })
}

/** Undefined for whatever is not a file within the folder. */
export function fileOf(folder: string, url: string): string | undefined {
  if (!isOurs(url)) return undefined
  try {
    const path = decodeURIComponent(new URL(url).pathname)
    const file = normalize(join(folder, path))
    return path.includes('\0') || !file.startsWith(folder + sep) ? undefined : file
  } catch {
    return undefined
  }
}

/** Whether this is our page or something of it. */
export function isOurs(url: string): boolean {
  try {
    const { protocol: scheme, host } = new URL(url)
    return scheme === `${SCHEME}:` && host === 'app'
  } catch {
    return false
  }
}
