import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type ServerOptions } from '@meantime/server'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './folder.js'

export const PASSWORD = 'correct-horse-battery'
export const EMAIL = 'ann@example.org'

/** A real Meantime server on loopback, gone after the test. */
export async function realServer(options: Partial<ServerOptions> = {}) {
  const server = createServer({ dataDir: await temporaryFolder(), port: 0, rateLimit: false, ...options })
  const { url } = await server.start()
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= server.stop()
    return stopped
  }
  onTestFinished(stop)
  return { url, stop }
}

/** Something else that answers there. */
export async function otherServer(status: number, contentType: string, body: string): Promise<string> {
  const server = createHttpServer((_, response) =>
    response.writeHead(status, { 'content-type': contentType }).end(body),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
