import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

/** As strict as the shells are: nothing from elsewhere, no inline style element, no eval. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Of the app, whether this file runs as it was written or from where it was compiled to. */
const root = [new URL('../../', import.meta.url), new URL('../', import.meta.url)]
  .map((place) => fileURLToPath(place))
  .find((place) => existsSync(join(place, 'vite.config.ts')))

export const fileOfApp = (path: string): string => join(root ?? '.', path)

export interface Site {
  readonly address: string
  close(): Promise<void>
}

/** Answers what is not a file; false when it is one. */
export type Api = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

/**
 * The built renderer on this computer. Without an `api` the agent in memory stands where Electron's preload would be;
 * with one the page has to find its agent over HTTP.
 */
export async function serveRenderer({ api }: { api?: Api } = {}): Promise<Site> {
  const server = createServer((request, response) => {
    void (async () => {
      if (api && (await api(request, response))) return
      await sendFile(request, response, api === undefined)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function sendFile(request: IncomingMessage, response: ServerResponse, withFake: boolean): Promise<void> {
  const path = normalize(new URL(request.url ?? '/', 'http://site').pathname)
  const name = path === '/' ? 'index.html' : path.slice(1)
  const folder = name === 'fake-agent.js' ? 'dist-fake' : 'dist-renderer'
  try {
    const content = await readFile(join(fileOfApp(folder), name))
    const body = name === 'index.html' && withFake ? withFakeAgent(content.toString()) : content
    response.writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
    })
    response.end(body)
  } catch {
    response.writeHead(404).end()
  }
}

const withFakeAgent = (page: string): string =>
  page.replace(
    '<script src="./first-paint.js">',
    '<script src="./fake-agent.js"></script><script src="./first-paint.js">',
  )
