import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { ManualClock, recordingLogger } from '@meantime/testkit'
import { onTestFinished } from 'vitest'
import type { Answer } from '../../src/agent/dispatch.js'
import type { Notice } from '../../src/bridge/bridge.js'
import { type LoopbackOptions, LoopbackServer } from '../../src/carriers/loopback/loopback-server.js'
import { temporaryFolder } from './agent.js'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface Wanted {
  readonly method?: string
  readonly headers?: Record<string, string | string[]>
  readonly body?: string | Uint8Array
}

/** A carrier with a small window, before an agent that writes down what it was asked. */
export async function openCarrier(options: Partial<LoopbackOptions> = {}) {
  const folder = await temporaryFolder()
  const window = join(folder, 'window')
  await mkdir(join(window, 'assets'), { recursive: true })
  await writeFile(join(window, 'index.html'), '<!doctype html><script type="module" src="./assets/main.js"></script>')
  await writeFile(join(window, 'assets/main.js'), 'document.title = "ours"')
  await writeFile(join(folder, 'secret.js'), 'secret')
  const [clock, logger] = [new ManualClock(), recordingLogger()]
  const asked: { name: string; input: unknown }[] = []
  const listeners = new Set<(notice: Notice) => void>()
  const dispatch = async (name: string, input: unknown): Promise<Answer> => {
    asked.push({ name, input })
    return { ok: true, value: 'the person’s work' }
  }
  const notices = {
    on(listener: (notice: Notice) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const carrier = new LoopbackServer({ dispatch, notices, clock, logger }, { window, ...options })
  const address = await carrier.start()
  onTestFinished(() => carrier.stop())
  const { port, host } = new URL(address)
  /** As it stands: no client corrects or completes it. */
  const send = (path: string, { method = 'GET', headers = {}, body }: Wanted = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, path, method, headers, setHost: headers.host === undefined },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            text += chunk
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  /** The bytes of a whole connection, as they stand. */
  const raw = (bytes: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString()
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(text))
    })
  const letIn = async () => {
    const { headers } = await send(pathOf(carrier.bootAddress()))
    return String(headers['set-cookie']).split(';')[0] ?? ''
  }
  const own = (cookie: string) => ({
    cookie,
    origin: address,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
  })
  const tell = (notice: Notice) => {
    for (const listener of listeners) listener(notice)
  }
  return { carrier, address, host, port: Number(port), send, raw, letIn, own, asked, tell, listeners, clock, logger }
}

export const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address)
  return `${pathname}${search}`
}
