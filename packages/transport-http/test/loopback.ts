import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'

/** A real server on 127.0.0.1 for one test. */
export async function loopback(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function bodyOf(request: IncomingMessage): Promise<{ wire: Buffer; json: unknown }> {
  const wire = Buffer.concat(await request.toArray())
  const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(wire) : wire
  return { wire, json: plain.length === 0 ? undefined : JSON.parse(plain.toString()) }
}

export function answer(response: ServerResponse, status: number, json: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json))
}

export const HEALTHY = { name: 'meantime', protocol: 1, version: '0.1.0', status: 'ok' }
