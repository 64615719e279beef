import type { RequestListener } from 'node:http'
import { inspect } from 'node:util'
import { Secret } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { openHttpApi } from '../src/http-api.js'
import { answer, bodyOf, HEALTHY, loopback } from './loopback.js'
import { task } from './tasks.js'

const HIDDEN = 'hunter2-hunter2'
const secret = new Secret(HIDDEN)

/** Ways to fail; each repeats what it was sent, as careless servers do. */
const FAILURES: Record<string, (status: number) => RequestListener> = {
  'a problem that repeats the request': (status) => async (request, response) => {
    const { json } = await bodyOf(request)
    const detail = `${request.headers.authorization} ${JSON.stringify(json)}`
    answer(response, status, { title: 'No', status, code: 'x', detail })
  },
  'a page that repeats the request': (status) => async (request, response) => {
    const { wire } = await bodyOf(request)
    response.writeHead(status, { 'content-type': 'text/html' }).end(`${request.headers.authorization}${wire}`)
  },
  'half an answer that repeats the request': (status) => (request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(`{"a":"${request.headers.authorization}`)
  },
  'a closed connection': () => (request) => request.socket.destroy(),
}

const CALLS = ['send', 'login', 'register', 'refresh', 'logout', 'whoami'] as const

describe.each(Object.keys(FAILURES))('after %s', (name) => {
  test.each([200, 400, 401, 403, 409, 429, 500])('(%d) no secret is anywhere in the error', async (status) => {
    const fail = FAILURES[name]?.(status)
    const address = await loopback((request, response) =>
      request.url === '/v1/health' ? answer(response, 200, HEALTHY) : fail?.(request, response),
    )
    const settings = { server: address, timeoutMs: 5000, userAgent: 'test', maxAnswerBytes: 100_000 }
    const { transport, auth } = openHttpApi(settings, new ManualClock())
    const calls: Record<(typeof CALLS)[number], () => Promise<unknown>> = {
      send: () => transport.send([task('start')], { token: secret, signal: new AbortController().signal }),
      login: () => auth.login('ada@example.org', secret),
      register: () => auth.register({ email: 'ada@example.org', password: secret }),
      refresh: () => auth.refresh(secret),
      logout: () => auth.logout(secret),
      whoami: () => auth.whoami(secret),
    }
    for (const call of CALLS) {
      const error = await calls[call]().then(
        () => (call === 'logout' && status === 200 ? 'done' : expect.unreachable(`${call} went through`)),
        (reason: unknown) => reason,
      )
      const printed = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error)
      expect(printed).not.toContain(HIDDEN)
      expect(printed).not.toMatch(/Bearer (?!\[secret\])/)
    }
  })
})

test('a token that no header can hold fails without being shown', async () => {
  const settings = { server: 'http://127.0.0.1:9', timeoutMs: 5000, userAgent: 'test', maxAnswerBytes: 100_000 }
  const { auth } = openHttpApi(settings, new ManualClock())
  const error = await auth.whoami(new Secret(`${HIDDEN}\r\nx: y`)).catch((reason: unknown) => reason)
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(HIDDEN)
})
