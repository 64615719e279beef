import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OlderServer } from './older-server.js'

export interface ListeningOlderServer {
  /** Such as `http://127.0.0.1:40123/api/v1`. */
  readonly url: string
  close(): Promise<void>
}

/** The fake behind a real socket on 127.0.0.1. */
export async function listenAsOlderServer(older: OlderServer, basePath = '/api/v1'): Promise<ListeningOlderServer> {
  const server = createServer(async (incoming, outgoing) => {
    const reply = await older.handle(await toRequest(incoming), basePath)
    if (reply === undefined) incoming.socket.resetAndDestroy()
    else {
      outgoing.writeHead(reply.status, Object.fromEntries(reply.headers))
      outgoing.end(Buffer.from(await reply.arrayBuffer()))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}${basePath}`, close: () => close(server) }
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const body = Buffer.concat(await incoming.toArray())
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value)
  return new Request(`http://127.0.0.1${incoming.url ?? '/'}`, {
    method: incoming.method ?? 'GET',
    headers,
    ...(body.length === 0 ? {} : { body }),
  })
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  return closed
}
