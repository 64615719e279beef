import { type AddressInfo, createServer } from 'node:net'
import { Secret, type TaskId } from '@meantime/core'
import { parseServerUrl } from '@meantime/core/http'
import { ManualClock } from '@meantime/testkit'
import { expect, test } from 'vitest'
import { openHttpApi } from '../src/http-api.js'
import { answer, bodyOf, loopback } from './loopback.js'
import { task } from './tasks.js'

const token = new Secret('access-token')

function open(server: string, clock = new ManualClock()) {
  const settings = {
    server: parseServerUrl(server),
    timeoutMs: 20_000,
    userAgent: 'meantime-test',
    maxAnswerBytes: 10_000,
  }
  return openHttpApi(settings, clock).transport
}

const send = (server: string, tasks = [task('start')], clock?: ManualClock) =>
  open(server, clock).send(tasks, { token, signal: new AbortController().signal })

test('one batch is one request: bearer token, JSON, below the path of the server', async () => {
  const seen: unknown[] = []
  const tasks = [task('start')]
  const server = await loopback(async (request, response) => {
    const { json } = await bodyOf(request)
    const { authorization, 'user-agent': agent, 'content-encoding': encoding } = request.headers
    seen.push([request.method, request.url, authorization, agent, encoding, json])
    answer(response, 200, { results: tasks.map(({ id }) => ({ id, status: 'applied' })) })
  })
  const result = await send(`${server}/base/`, tasks)
  const json = { items: tasks.map(({ payload }) => ({ ...(payload as object), type: 'time_entry_start' })) }
  expect(seen).toEqual([['POST', '/base/v1/sync/batches', 'Bearer access-token', 'meantime-test', undefined, json]])
  expect([...result.outcomes.values()]).toEqual([{ kind: 'applied' }])
  expect(result.bytes).toBe(Buffer.byteLength(JSON.stringify(json)))
})

test('a body above 1 KiB goes compressed, and bytes counts what went over the wire', async () => {
  const tasks = Array.from({ length: 50 }, () => task('start'))
  let wire = 0
  let items: unknown
  const server = await loopback(async (request, response) => {
    const body = await bodyOf(request)
    wire = body.wire.byteLength
    items = (body.json as { items: unknown[] }).items.length
    expect(request.headers['content-encoding']).toBe('gzip')
    answer(response, 200, { results: tasks.map(({ id }) => ({ id, status: 'applied' })) })
  })
  const result = await send(server, tasks)
  expect([result.outcomes.size, items, result.bytes]).toEqual([50, 50, wire])
})

test('a payload that cannot be sent spoils no other lane, and holds back the rest of its own', async () => {
  const broken = task('start', { description: '\0' })
  const behind = task('stop', {}, broken.lane)
  const good = task('start')
  const asked: unknown[] = []
  const server = await loopback(async (request, response) => {
    const { items } = (await bodyOf(request)).json as { items: { id: string }[] }
    asked.push(...items.map(({ id }) => id))
    answer(response, 200, { results: items.map(({ id }) => ({ id, status: 'applied' })) })
  })
  const { outcomes } = await send(server, [broken, behind, good])
  expect(asked).toEqual([good.id])
  expect(outcomes.get(broken.id)).toMatchObject({ kind: 'rejected', reason: { code: 'invalid-payload' } })
  expect(outcomes.get(behind.id)).toMatchObject({ kind: 'blocked' })
  expect(outcomes.get(good.id)).toEqual({ kind: 'applied' })
})

test('a batch with nothing that can be sent makes no request', async () => {
  let requests = 0
  const server = await loopback((_, response) => {
    requests += 1
    response.end()
  })
  const result = await send(server, [task('start', { description: null })])
  expect([requests, result.bytes, result.outcomes.size]).toEqual([0, 0, 1])
})

test('more than a server takes is told as too large without uploading it', async () => {
  const tasks = Array.from({ length: 101 }, () => task('pause'))
  await expect(send('http://127.0.0.1:9', tasks)).rejects.toMatchObject({ failure: 'too-large' })
  const long = Array.from({ length: 90 }, () => task('start', { description: '€'.repeat(5000) }))
  await expect(send('http://127.0.0.1:9', long)).rejects.toMatchObject({ failure: 'too-large' })
})

test('an answer about none of the tasks is a failure of the server, not a success', async () => {
  const server = await loopback((_, response) => answer(response, 200, { results: [{ id: 'x', status: 'applied' }] }))
  await expect(send(server)).rejects.toMatchObject({ failure: 'server' })
})

test('a page with status 200 is no Meantime server', async () => {
  const server = await loopback((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hi'))
  await expect(send(server)).rejects.toMatchObject({ failure: 'not-meantime' })
})

test('a redirect is not followed: the token goes nowhere else', async () => {
  let elsewhere = 0
  const other = await loopback((_, response) => {
    elsewhere += 1
    response.end()
  })
  const server = await loopback((_, response) => response.writeHead(307, { location: `${other}/v1` }).end())
  await expect(send(server)).rejects.toMatchObject({ failure: 'not-meantime' })
  expect(elsewhere).toBe(0)
})

test('a failed request is made once, with the Retry-After handed on', async () => {
  let requests = 0
  const server = await loopback((_, response) => {
    requests += 1
    answer(response, 503, {}, { 'retry-after': 'Mon, 05 Jan 2026 09:00:30 GMT' })
  })
  await expect(send(server)).rejects.toMatchObject({ failure: 'server', retryAfterMs: 30_000 })
  expect(requests).toBe(1)
})

test('an answer cut off in the middle is a failure of the server', async () => {
  const server = await loopback((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
    response.write('{"results":[')
    setImmediate(() => response.destroy())
  })
  await expect(send(server)).rejects.toSatisfy((error) => ['server', 'offline'].includes(error.failure))
})

test('half a JSON text, properly ended, is a failure of the server', async () => {
  const server = await loopback((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"results":['),
  )
  await expect(send(server)).rejects.toMatchObject({ failure: 'server' })
})

test('an endless answer is cut at the limit', async () => {
  const server = await loopback((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => void response.write('x'.repeat(5000), (error) => error ?? setImmediate(more))
    more()
  })
  await expect(send(server)).rejects.toMatchObject({ failure: 'server' })
})

test('a server that closes the connection, and one that is not there, are offline', async () => {
  const server = await loopback((request) => request.socket.destroy())
  await expect(send(server)).rejects.toMatchObject({ failure: 'offline' })
  await expect(send(await deadAddress())).rejects.toMatchObject({ failure: 'offline', code: 'SERVER_UNREACHABLE' })
})

test('https to a server without TLS is told as a broken secure connection', async () => {
  const server = await loopback((_, response) => response.end())
  await expect(send(server.replace('http:', 'https:'))).rejects.toMatchObject({
    failure: 'offline',
    hint: expect.stringContaining('https or http'),
  })
})

test('a silent server is given up after the timeout, also when it has begun to answer', async () => {
  for (const begin of [false, true]) {
    const clock = new ManualClock()
    let wasAsked = () => undefined as unknown
    const asked = new Promise((resolve) => {
      wasAsked = () => resolve(undefined)
    })
    const server = await loopback((_, response) => {
      if (begin) response.writeHead(200, { 'content-type': 'application/json' }).write('{')
      wasAsked()
    })
    const sending = send(server, [task('start')], clock)
    await asked
    clock.advance(19_999)
    clock.advance(1)
    await expect(sending).rejects.toMatchObject({ failure: 'timeout' })
    expect(clock.sleeping).toBe(0)
  }
})

test('an aborted send stops at once and says so, before and during the request', async () => {
  const stop = new AbortController()
  const server = await loopback(() => stop.abort())
  const transport = open(server)
  await expect(transport.send([task('start')], { token, signal: stop.signal })).rejects.toMatchObject({
    failure: 'aborted',
  })
  await expect(transport.send([task('start')], { token, signal: stop.signal })).rejects.toMatchObject({
    failure: 'aborted',
  })
})

test('no deadline is left behind by requests that were answered', async () => {
  const clock = new ManualClock()
  const server = await loopback((_, response) => answer(response, 500, {}))
  await expect(send(server, [task('start')], clock)).rejects.toThrow()
  expect(clock.sleeping).toBe(0)
})

/** An address where nothing listens any more. */
async function deadAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

test('what the server confirmed last is named, and what it says of it is told; nonsense is unsaid', async () => {
  const tasks = [task('start')]
  const [only] = tasks
  const said: object[] = [
    { knows: false },
    { knows: true, latest: only?.id },
    { knows: 'yes', latest: 'somebody-elses' },
    {},
  ]
  const named: unknown[] = []
  const server = await loopback(async (request, response) => {
    named.push(((await bodyOf(request)).json as { known?: unknown }).known)
    answer(response, 200, { results: tasks.map(({ id }) => ({ id, status: 'applied' })), ...said.shift() })
  })
  const known = '0190a000-0000-7000-8000-0000000000aa' as TaskId
  const ask = async () => {
    const result = await open(server).send(tasks, { token, signal: new AbortController().signal, known })
    return { knows: result.knows, latest: result.latest }
  }
  expect(await ask()).toEqual({ knows: false, latest: undefined })
  expect(await ask()).toEqual({ knows: true, latest: only?.id })
  expect(await ask()).toEqual({ knows: undefined, latest: undefined })
  expect(await ask()).toEqual({ knows: undefined, latest: undefined })
  expect(named).toEqual([known, known, known, known])
})
