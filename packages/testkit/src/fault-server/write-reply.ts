import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Writes a Response to a socket as it comes; one that breaks off in the middle breaks the connection too. */
export async function writeReply(reply: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(reply.status, Object.fromEntries(reply.headers))
  if (reply.body === null) {
    outgoing.end()
    return
  }
  outgoing.flushHeaders()
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const reader = reply.body.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (gone.signal.aborted) return reader.cancel()
    if (!outgoing.write(next.value)) await once(outgoing, 'drain', { signal: gone.signal })
  }
  outgoing.end()
}

/** Until the client has had enough. */
export async function writeEndlessHeaders(socket: Socket): Promise<void> {
  const gone = new AbortController()
  socket.once('close', () => gone.abort())
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n')
  const more = Array.from({ length: 50 }, (_, n) => `x-more-${n}: ${'a'.repeat(300)}\r\n`).join('')
  while (!gone.signal.aborted) {
    if (!socket.write(more)) await once(socket, 'drain', { signal: gone.signal }).catch(() => undefined)
    else await new Promise((resolve) => setImmediate(resolve))
  }
}
