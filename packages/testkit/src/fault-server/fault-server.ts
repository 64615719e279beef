import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { FakeMeantime } from '../fake-meantime/fake-meantime.js'
import { breakConnection } from './break-connection.js'
import { writeEndlessHeaders, writeReply } from './write-reply.js'

export interface FaultServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string
  /** Answers what no fault befalls; its `faults` are the script. */
  readonly fake: FakeMeantime
  /** Nobody listens any more: connections are refused. */
  down(): Promise<void>
  /** Listens again, at the same address. */
  up(): Promise<void>
  close(): Promise<void>
}

/**
 * A fake Meantime behind a real socket on 127.0.0.1 that does whatever its script says, for other processes and for what
 * mocks cannot show.
 *
 *     const { url, fake, close } = await startFaultServer()
 *     fake.faults.next(fault.status(503, { retryAfter: 30 }), fault.applyThenReset, fault.connection('tls'))
 */
export async function startFaultServer(fake = new FakeMeantime()): Promise<FaultServer> {
  const door = new Door(fake)
  await door.listen()
  return {
    url: door.url,
    fake,
    down: () => door.close(),
    up: () => door.listen(),
    close: () => door.close(),
  }
}

/** Looks at each connection before HTTP does, and ends whatever still runs when it closes. */
class Door {
  readonly #fake: FakeMeantime
  readonly #http = createHttpServer((request, response) => {
    this.#answer(request, response).catch(() => request.socket.destroy())
  })
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #port = 0

  constructor(fake: FakeMeantime) {
    this.#fake = fake
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async listen(): Promise<void> {
    const server = createServer((socket) => this.#connect(socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server === undefined) return
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #connect(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined)
    const fault = this.#fake.faults.takeConnection()
    if (fault === undefined) this.#http.emit('connection', socket)
    else breakConnection(socket, fault)
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const reply = await this.#fake.handle(await read(incoming))
    // What is scripted for a connection must find a new one.
    if (this.#fake.faults.connection !== undefined) outgoing.setHeader('connection', 'close')
    if (reply === undefined) incoming.socket.resetAndDestroy()
    else if (reply === 'endless-headers') writeEndlessHeaders(incoming.socket)
    else await writeReply(reply, outgoing)
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const body = Buffer.concat(await incoming.toArray())
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value)
  const method = incoming.method ?? 'GET'
  return new Request(`http://127.0.0.1${incoming.url ?? '/'}`, {
    method,
    headers,
    ...(body.length === 0 ? {} : { body }),
  })
}
