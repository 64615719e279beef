import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { MAX_BATCH_BYTES, problem, type SyncResult } from '@meantime/protocol'
import { expect, test } from 'vitest'
import { type Answer, type Api, running } from './support/harness.js'
import { EntryScript } from './support/items.js'

const BATCHES = '/v1/sync/batches'
const JSON_TYPE = { 'content-type': 'application/json' }

function expectProblem(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body.code]).toEqual([status, code])
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(problem.parse(answer.body)).toMatchObject({ status, type: 'about:blank' })
  expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'))
  expect(JSON.stringify(answer.body)).not.toMatch(/<[a-z!]|stack|node_modules|SQLITE|FST_/)
}

async function ada(options = {}): Promise<Api> {
  return (await running(options)).api.signedIn()
}

test.each([
  ['nothing', undefined, JSON_TYPE, 400, 'invalid-json'],
  ['half of a JSON text', '{"items":[', JSON_TYPE, 400, 'invalid-json'],
  ['a prototype', '{"items":[{"id":"1","__proto__":{"x":1}}]}', JSON_TYPE, 400, 'invalid-json'],
  ['text that is not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), JSON_TYPE, 400, 'invalid-json'],
  ['no items', '{}', JSON_TYPE, 422, 'invalid-envelope'],
  ['an empty list', '{"items":[]}', JSON_TYPE, 422, 'invalid-envelope'],
  ['items without an id', '{"items":[{}]}', JSON_TYPE, 422, 'invalid-envelope'],
  ['a list', '[]', JSON_TYPE, 422, 'invalid-envelope'],
  ['null', 'null', JSON_TYPE, 422, 'invalid-envelope'],
  [
    'deep nesting',
    `{"items":[{"id":"1","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}]}`,
    JSON_TYPE,
    200,
    undefined,
  ],
  ['a form', 'items=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
  ['plain text', '{"items":[]}', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
  ['Brotli', 'x', { ...JSON_TYPE, 'content-encoding': 'br' }, 415, 'unsupported-content-encoding'],
  ['broken gzip', 'not gzip', { ...JSON_TYPE, 'content-encoding': 'gzip' }, 400, 'invalid-gzip'],
])('a body of %s is answered %#', async (_what, body, headers, status, code) => {
  const api = await ada()
  const answer = await api.request('POST', BATCHES, body, headers as Record<string, string>)
  if (code === undefined) expect(answer.status).toBe(status)
  else expectProblem(answer, status, code)
})

test('more than a hundred items are refused as an envelope', async () => {
  const api = await ada()
  const items = Array.from({ length: 101 }, () => new EntryScript().start())
  expectProblem(await api.post(BATCHES, { items }), 422, 'invalid-envelope')
  expect((await api.post(BATCHES, { items: items.slice(1) })).status).toBe(200)
})

test('a gzip body is taken', async () => {
  const api = await ada()
  const body = gzipSync(JSON.stringify({ items: new EntryScript().whole() }))
  const answer = await api.request<SyncResult>('POST', BATCHES, body, { ...JSON_TYPE, 'content-encoding': 'gzip' })
  expect(answer.body.results.map(({ status }) => status)).toEqual(Array(4).fill('applied'))
})

test('a body over the limit is refused, plain or compressed', async () => {
  const api = await ada()
  const body = JSON.stringify({ items: [{ id: 'x'.repeat(MAX_BATCH_BYTES) }] })
  expectProblem(await api.request('POST', BATCHES, body, JSON_TYPE), 413, 'body-too-large')
  const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' }
  expectProblem(await api.request('POST', BATCHES, gzipSync(body), gzip), 413, 'body-too-large')
})

test('a gzip bomb is refused without unpacking it into memory', async () => {
  const api = await ada()
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
  expect(bomb.length).toBeLessThan(MAX_BATCH_BYTES)
  const before = process.memoryUsage().rss
  const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' }
  expectProblem(await api.request('POST', BATCHES, bomb, gzip), 413, 'body-too-large')
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
}, 30_000)

test('nothing is read from a body before its sender is known', async () => {
  const { api } = await running()
  expectProblem(await api.request('POST', BATCHES, '{broken', JSON_TYPE), 401, 'missing-token')
})

test('an unknown address and a wrong method are told apart', async () => {
  const api = await ada()
  expectProblem(await api.get('/v1/nothing'), 404, 'not-found')
  expectProblem(await api.get('/'), 404, 'not-found')
  const wrong = await api.request('DELETE', '/v1/entries?x=1')
  expectProblem(wrong, 405, 'method-not-allowed')
  expect(wrong.headers.get('allow')).toBe('GET, HEAD')
  expect((await api.get(BATCHES)).headers.get('allow')).toBe('POST')
  expectProblem(await api.get('/%E0%A4%A'), 400, 'bad-request')
})

test('what is not HTTP at all gets a problem, too', async () => {
  const { url } = await running()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.end('HELLO THERE\r\n\r\n')
  const chunks = await socket.toArray()
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 400 [\s\S]*problem\+json[\s\S]*"code":"bad-request"/)
})

test('a failure inside the server tells nothing about the inside', async () => {
  const { server, api } = await running({
    faults: () => {
      throw new Error('the inside: SQLITE_SECRET')
    },
  })
  const signedIn = await api.signedIn()
  expectProblem(await signedIn.post(BATCHES, { items: [] }), 500, 'internal-error')
  expect(server.fastify.log).toBeDefined()
})

test('guessing passwords is slowed down per address, across both doors, with a time to wait', async () => {
  const { api } = await running({ rateLimit: { signInsPerMinute: 3 } })
  const guess = () => api.post('/v1/auth/login', { email: 'ada@example.com', password: 'guess' })
  expect([(await guess()).status, (await guess()).status, (await guess()).status]).toEqual([401, 401, 401])
  const refused = await guess()
  expectProblem(refused, 429, 'too-many-requests')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  const other = await api.post('/v1/auth/register', { email: 'ada@example.com', password: 'long enough' })
  expect(other.status).toBe(429)
  expect((await api.get('/v1/health')).status).toBe(200)
})

test('one account at its limit does not slow another one on the same address', async () => {
  const { api } = await running({ rateLimit: { requestsPerMinute: 2, signInsPerMinute: 100 } })
  const ada = await api.signedIn('ada@example.com')
  const bob = await api.signedIn('bob@example.com')
  const statuses = [await ada.get('/v1/me'), await ada.get('/v1/me'), await ada.get('/v1/me'), await bob.get('/v1/me')]
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429, 200])
})

test('the usual security headers are on every answer', async () => {
  const { api } = await running()
  for (const { headers } of [await api.get('/v1/health'), await api.get('/nothing')]) {
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  }
})
