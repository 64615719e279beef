import type { ServerResponse } from 'node:http'
import type { Refusal } from './gatekeeper.js'
import { SAFE_HEADERS } from './headers.js'
import { page } from './pages.js'

export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...SAFE_HEADERS,
    ...headers,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}

export const sendJson = (response: ServerResponse, status: number, value: unknown): void =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value))

/** As a page where a person looks, else as an answer of the bridge. Nothing more is read from who was refused. */
export function refuse(response: ServerResponse, { status, reason }: Refusal, as: 'page' | 'answer'): void {
  const close = { Connection: 'close' }
  if (as === 'page') send(response, status, 'text/html; charset=utf-8', page('Meantime', reason), close)
  else {
    const problem = { code: 'BRIDGE_REFUSED', message: reason }
    send(response, status, 'application/json; charset=utf-8', JSON.stringify({ ok: false, problem }), close)
  }
}
