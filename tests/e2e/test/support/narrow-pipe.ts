import { connect, createServer, type Socket } from 'node:net'

/** A connection to a server that counts what goes through and can be made to swallow everything from a byte on. */
export class NarrowPipe {
  private readonly server = createServer((client) => this.join(client))
  private readonly sockets = new Set<Socket>()
  private limit = Number.POSITIVE_INFINITY
  private full: () => void = () => undefined
  /** Bytes from clients, since it was last asked to count. */
  sent = 0
  url = ''

  constructor(private readonly target: string) {}

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    this.url = `http://127.0.0.1:${address.port}`
    return this
  }

  /** Lets `bytes` through and then nothing; resolves when that many have gone. */
  narrow(bytes: number): Promise<void> {
    this.count(bytes)
    return new Promise((resolve) => {
      this.full = resolve
    })
  }

  /** Lets everything through, and counts from 0. */
  count(limit = Number.POSITIVE_INFINITY): void {
    this.sent = 0
    this.limit = limit
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy()
    this.server.close()
  }

  private join(client: Socket): void {
    const { hostname, port } = new URL(this.target)
    const server = connect(Number(port), hostname)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
    server.on('data', (bytes) => client.write(bytes))
    client.on('data', (bytes) => {
      const room = Math.max(0, this.limit - this.sent)
      this.sent += bytes.length
      if (room > 0) server.write(bytes.subarray(0, room))
      if (this.sent >= this.limit) this.full()
    })
  }
}
