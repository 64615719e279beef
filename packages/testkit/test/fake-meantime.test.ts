import { gzipSync } from 'node:zlib'
import { PATHS } from '@meantime/protocol'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeMeantime } from '../src/fake-meantime/fake-meantime.js'
import { mswHandlers } from '../src/fake-meantime/msw-handlers.js'
import { startFaultServer } from '../src/fault-server/fault-server.js'
import { ManualClock } from '../src/manual-clock.js'
import { sampleTasks } from '../src/sample-task.js'

type Send = (path: string, init?: RequestInit) => Promise<Response | undefined>

/** The same fake by its three doors. A broken connection is undefined at each. */
const DOORS: Record<string, (fake: FakeMeantime) => Promise<Send>> = {
  'called directly': async (fake) => async (path, init) => {
    const answer = await fake.handle(new Request(`http://fake${path}`, init))
    return answer === 'endless-headers' ? undefined : answer
  },
  'behind MSW': async (fake) => {
    const server = 'https://time.example.test/base'
    const msw = setupServer(...mswHandlers(fake, server))
    msw.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => msw.close())
    return (path, init) => fetch(server + path, init).catch(() => undefined)
  },
  'behind a socket': async (fake) => {
    const { url, close } = await startFaultServer(fake)
    onTestFinished(close)
    return (path, init) => fetch(url + path, init).catch(() => undefined)
  },
}

const post = (body: unknown, token?: string): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  },
})

function items(...types: ('start' | 'pause' | 'stop')[]) {
  const task = sampleTasks()
  const entryId = task('start').lane
  return types.map((type) => {
    const { id, entityType, payload } = task(type, { entryId })
    return { ...(payload as object), id, type: entityType, entryId }
  })
}

async function scene(door: keyof typeof DOORS = 'called directly') {
  const clock = new ManualClock()
  const fake = new FakeMeantime({ clock })
  const send = await DOORS[door]?.(fake)
  if (send === undefined) throw new Error('no such door')
  const { account, tokens } = fake.signIn()
  const deliver = async (batch: unknown[], token = tokens.accessToken) => {
    const response = await send(PATHS.batches, post({ items: batch }, token))
    const { results } = response?.ok ? ((await response.json()) as { results: { status: string }[] }) : { results: [] }
    return { response, statuses: results.map(({ status }) => status) }
  }
  return { account, clock, deliver, fake, send, tokens }
}

describe.each(Object.keys(DOORS))('%s', (door) => {
  test('it takes work, and remembers what it was asked', async () => {
    const { account, deliver, fake } = await scene(door)
    const batch = items('start', 'pause', 'stop')
    expect((await deliver(batch)).statuses).toEqual(['applied', 'applied', 'applied'])
    expect((await deliver(batch)).statuses).toEqual(['duplicate', 'duplicate', 'duplicate'])
    expect(batch.map(({ id }) => fake.effects(id))).toEqual([1, 1, 1])
    expect(fake.ledger(account.id).entry(String(batch[0]?.entryId))?.state).toBe('stopped')
    expect(fake.batches().map(({ body }) => body)).toEqual([{ items: batch }, { items: batch }])
  })

  test('a lost response has taken effect', async () => {
    const { deliver, fake } = await scene(door)
    const batch = items('start')
    fake.faults.loseResponses(1)
    expect((await deliver(batch)).response).toBeUndefined()
    expect((await deliver(batch)).statuses).toEqual(['duplicate'])
  })

  test('offline reaches nothing, until it is over', async () => {
    const { deliver, fake } = await scene(door)
    const batch = items('start')
    fake.faults.offline = true
    expect((await deliver(batch)).response).toBeUndefined()
    expect(fake.requests).toEqual([])
    fake.faults.clear()
    expect((await deliver(batch)).statuses).toEqual(['applied'])
  })

  test('compressed bodies are understood', async () => {
    const { fake, send, tokens } = await scene(door)
    const init = post({}, tokens.accessToken)
    const body = gzipSync(JSON.stringify({ items: items('start') }))
    const response = await send(PATHS.batches, {
      ...init,
      body,
      headers: { ...init.headers, 'content-encoding': 'gzip' },
    })
    expect(response?.status).toBe(200)
    expect(fake.requests[0]?.bytes).toBe(body.byteLength)
  })

  test('planned failures come in order and take no effect', async () => {
    const { deliver, fake, send, tokens } = await scene(door)
    const batch = items('start')
    fake.faults.failNext(2, 503, { retryAfter: '7' })
    fake.faults.htmlNext(1)
    for (const _ of [1, 2]) {
      const { response } = await deliver(batch)
      expect([response?.status, response?.headers.get('retry-after')]).toEqual([503, '7'])
    }
    const init = post({ items: batch }, tokens.accessToken)
    expect((await send(PATHS.batches, init))?.headers.get('content-type')).toContain('text/html')
    expect(fake.effects(String(batch[0]?.id))).toBe(0)
    expect((await deliver(batch)).statuses).toEqual(['applied'])
  })
})

test('one bad item spoils no other entry, but holds back its own', async () => {
  const { deliver, fake } = await scene()
  const [bad, behind] = items('start', 'stop')
  const [other] = items('start').map((item) => ({
    ...item,
    id: fake.signIn('x@y.org').account.id,
    entryId: fake.signIn('z@y.org').account.id,
  }))
  fake.faults.rejectItems([String(bad?.id)])
  expect((await deliver([bad, behind, other])).statuses).toEqual(['rejected', 'blocked', 'applied'])
})

test('an item can be made to wait a while', async () => {
  const { deliver, fake } = await scene()
  const batch = items('start')
  fake.faults.retryItems([String(batch[0]?.id)], { times: 2, afterMs: 5 })
  expect((await deliver(batch)).statuses).toEqual(['retry'])
  expect((await deliver(batch)).statuses).toEqual(['retry'])
  expect((await deliver(batch)).statuses).toEqual(['applied'])
})

test('what was never started, what changed under the same id and what is no event are told apart', async () => {
  const { deliver } = await scene()
  const [start, stop] = items('start', 'stop')
  expect((await deliver([stop])).statuses).toEqual(['blocked'])
  expect((await deliver([start])).statuses).toEqual(['applied'])
  expect((await deliver([{ ...start, description: 'other' }])).statuses).toEqual(['rejected'])
  expect((await deliver([{ id: 'x' }])).statuses).toEqual(['rejected'])
})

test('accounts do not see each other, and may use the same ids', async () => {
  const { deliver, fake, send } = await scene()
  const bob = fake.signIn('bob@example.org')
  const batch = items('start')
  await deliver(batch)
  expect((await deliver(batch, bob.tokens.accessToken)).statuses).toEqual(['applied'])
  const headers = { authorization: `Bearer ${bob.tokens.accessToken}` }
  const entries = await (await send(PATHS.entries, { headers }))?.json()
  expect(entries).toMatchObject({ entries: [{ state: 'running' }], nextCursor: null })
})

test('access tokens expire by the clock and at will; refreshing makes new ones', async () => {
  const { clock, deliver, fake, send, tokens } = await scene()
  clock.advance(900_000)
  expect((await deliver(items('start'))).response?.status).toBe(401)
  const refresh = (refreshToken: string) => send(PATHS.refresh, post({ refreshToken }))
  const second = (await (await refresh(tokens.refreshToken))?.json()) as typeof tokens
  expect((await deliver(items('start'), second.accessToken)).response?.status).toBe(200)
  fake.expireAccessTokens()
  expect((await deliver(items('start'), second.accessToken)).response?.status).toBe(401)
})

test('a refresh token is good again while its successor was never used: the answer was lost', async () => {
  const { send, tokens } = await scene()
  const refresh = async (refreshToken: string) => {
    const answer = await send(PATHS.refresh, post({ refreshToken }))
    return { status: answer?.status, ...((await answer?.json()) as { refreshToken: string; code?: string }) }
  }
  const lost = await refresh(tokens.refreshToken)
  const second = await refresh(tokens.refreshToken)
  const third = await refresh(second.refreshToken)
  expect([lost.status, second.status, third.status]).toEqual([200, 200, 200])
  // Two parties hold the session: it ends for both.
  expect(await refresh(tokens.refreshToken)).toMatchObject({ status: 401, code: 'invalid-grant' })
  expect(await refresh(third.refreshToken)).toMatchObject({ status: 401, code: 'invalid-grant' })
})

test('a refresh token that was taken back ends the session', async () => {
  const { send, tokens } = await scene()
  const refresh = async (refreshToken: string) => {
    const answer = await send(PATHS.refresh, post({ refreshToken }))
    return { status: answer?.status, ...((await answer?.json()) as { refreshToken: string }) }
  }
  const first = await refresh(tokens.refreshToken)
  const second = await refresh(tokens.refreshToken)
  expect((await refresh(first.refreshToken)).status).toBe(401)
  expect((await refresh(second.refreshToken)).status).toBe(401)
})

test('people register, sign in and out', async () => {
  const { fake, send } = await scene()
  const ada = { email: 'new@example.org', password: 'correct horse' }
  expect((await send(PATHS.register, post(ada)))?.status).toBe(201)
  expect((await send(PATHS.register, post(ada)))?.status).toBe(409)
  expect((await send(PATHS.login, post({ ...ada, password: 'wrong' })))?.status).toBe(401)
  const login = await send(PATHS.login, post(ada))
  const session = (await login?.json()) as { tokens?: { refreshToken: string } } | undefined
  const refreshToken = session?.tokens?.refreshToken
  expect((await send(PATHS.logout, post({ refreshToken })))?.status).toBe(204)
  expect((await send(PATHS.refresh, post({ refreshToken })))?.status).toBe(401)
  fake.faults.failNext(1, 503, { path: PATHS.login })
  expect((await send(PATHS.login, post(ada)))?.status).toBe(503)
})

test.each([
  [undefined, 400],
  ['x', 422],
  [{ items: [] }, 422],
  [{ items: [{ id: 'x'.repeat(2 * 1024 * 1024) }] }, 413],
] as const)('an envelope that is none is refused as a whole (%#)', async (body, status) => {
  const { send, tokens } = await scene()
  expect((await send(PATHS.batches, post(body, tokens.accessToken)))?.status).toBe(status)
})
