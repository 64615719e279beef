import { type ClaimedTask, Secret, type TransportFailure } from '@meantime/core'
import {
  FakeMeantime,
  type Fault,
  type FaultServer,
  fault,
  ManualClock,
  mswHandlers,
  startFaultServer,
} from '@meantime/testkit'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openHttpApi } from '../src/http-api.js'
import { task } from './tasks.js'

const MAX_ANSWER_BYTES = 1024 * 1024
const NOW = Date.UTC(2026, 0, 5, 9)

interface Row {
  readonly title: string
  readonly fault: Fault
  readonly failure: TransportFailure
  /** The work is at the server all the same. @default false */
  readonly applied?: true
  readonly retryAfterMs?: number
  /** Only a real socket can show it. */
  readonly socketOnly?: true
}

const at = (title: string, planned: Fault, failure: TransportFailure, more: Partial<Row> = {}): Row => {
  return { title, fault: planned, failure, ...more }
}
const socketOnly = { socketOnly: true } as const
const applied = { applied: true } as const
const DATE = new Date(NOW + 90_000)

/** What each fault of the fault server means. Whatever it is: one request, one failure, nothing lost, nothing twice. */
const FAULTS: readonly Row[] = [
  at('a reset before it took effect', fault.reset, 'offline'),
  at('a reset after it took effect', fault.applyThenReset, 'offline', applied),
  at('half an answer, properly ended', fault.truncated, 'server', applied),
  at('an answer that breaks off', fault.brokenOff, 'server', applied),
  at('a page with 200', fault.page, 'not-meantime'),
  at("somebody else's JSON with 200", fault.json({ hello: 'world' }), 'not-meantime'),
  at('a list with 200', fault.json([]), 'not-meantime'),
  at('no results for anything', fault.results('empty'), 'server', applied),
  at('a gzip bomb', fault.gzipBomb(), 'server'),
  at('an endless body', fault.endlessBody, 'server'),
  at('endless headers', fault.endlessHeaders, 'not-meantime', socketOnly),
  at('a redirect', fault.redirect('https://elsewhere.example.org/v1/sync/batches'), 'not-meantime'),
  at('a redirect to a page', fault.redirect('/login', 302), 'not-meantime'),
  at('400 with a problem', fault.status(400), 'invalid'),
  at('400 with a page', fault.status(400, { body: 'page' }), 'not-meantime'),
  at('400 with nothing', fault.status(400, { body: 'empty' }), 'not-meantime'),
  at('401 with a problem', fault.status(401), 'unauthorized'),
  at('401 with a page', fault.status(401, { body: 'page' }), 'not-meantime'),
  at('401 with nothing', fault.status(401, { body: 'empty' }), 'unauthorized'),
  at('403 with a problem', fault.status(403), 'forbidden'),
  at('403 with a page', fault.status(403, { body: 'page' }), 'not-meantime'),
  at('404', fault.status(404), 'not-meantime'),
  at('408', fault.status(408), 'server'),
  at('409', fault.status(409), 'not-meantime'),
  at('413 with a problem', fault.status(413), 'too-large'),
  at('413 with a page', fault.status(413, { body: 'page' }), 'too-large'),
  at('422 with a problem', fault.status(422), 'invalid'),
  at('422 with a page', fault.status(422, { body: 'page' }), 'not-meantime'),
  at('422 with nothing', fault.status(422, { body: 'empty' }), 'not-meantime'),
  at('425', fault.status(425), 'server'),
  at('426', fault.status(426), 'upgrade'),
  at('429 without Retry-After', fault.status(429), 'throttled'),
  at('429 with seconds', fault.status(429, { retryAfter: 30 }), 'throttled', { retryAfterMs: 30_000 }),
  at('429 with a date', fault.status(429, { retryAfter: DATE }), 'throttled', { retryAfterMs: 90_000 }),
  at('429 with nonsense', fault.status(429, { retryAfter: 'soon' }), 'throttled'),
  at('429 with a page', fault.status(429, { body: 'page' }), 'throttled'),
  at('500', fault.status(500), 'server'),
  at('502 with a page', fault.status(502, { body: 'page' }), 'server'),
  at('503 with seconds', fault.status(503, { retryAfter: 7 }), 'server', { retryAfterMs: 7000 }),
  at('503 with a date that is past', fault.status(503, { retryAfter: new Date(0) }), 'server', { retryAfterMs: 0 }),
  at('504 with nothing', fault.status(504, { body: 'empty' }), 'server'),
  at('511 with a page', fault.status(511, { body: 'page' }), 'offline'),
  at('a connection that is closed at once', fault.connection('closed'), 'offline', socketOnly),
  at('TLS where plain HTTP is expected', fault.connection('tls'), 'not-meantime', socketOnly),
  at('something that is no HTTP', fault.connection('not-http'), 'not-meantime', socketOnly),
]

type Door = (fake: FakeMeantime) => Promise<string>

const mocked: Door = async (fake) => {
  const msw = setupServer(...mswHandlers(fake))
  msw.listen({ onUnhandledRequest: 'error' })
  onTestFinished(() => msw.close())
  return 'https://time.example.test'
}

const socket: Door = async (fake) => {
  const { url, close } = await startFaultServer(fake)
  onTestFinished(close)
  return url
}

async function scene(door: Door) {
  const clock = new ManualClock(NOW)
  const fake = new FakeMeantime({ clock })
  const server = await door(fake)
  const settings = { server, timeoutMs: 20_000, userAgent: 'test', maxAnswerBytes: MAX_ANSWER_BYTES }
  const api = openHttpApi(settings, clock)
  onTestFinished(() => api.close())
  const token = new Secret(fake.signIn().tokens.accessToken)
  const tasks = [task('start'), task('start')]
  const send = (batch: readonly ClaimedTask[] = tasks) =>
    api.transport.send(batch, { token, signal: new AbortController().signal })
  return { clock, fake, send, tasks }
}

const expectDelivered = async ({ fake, send, tasks }: Awaited<ReturnType<typeof scene>>) => {
  const { outcomes } = await send()
  for (const { id } of tasks) {
    expect(outcomes.get(id)?.kind).toMatch(/^(applied|duplicate)$/)
    expect(fake.effects(id)).toBe(1)
  }
}

describe.each<[string, Door, readonly Row[]]>([
  ['over a mocked network', mocked, FAULTS.filter(({ socketOnly }) => !socketOnly)],
  ['over a real socket', socket, FAULTS],
])('%s', (_name, door, rows) => {
  test.each(rows)('$title means $failure; sent again, the work is there once', async (row) => {
    const here = await scene(door)
    const { fake, send, tasks } = here
    fake.faults.next(row.fault)
    const error = await send().then(
      () => expect.unreachable('it went through'),
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ failure: row.failure, retryAfterMs: row.retryAfterMs })
    expect(tasks.map(({ id }) => fake.effects(id))).toEqual(tasks.map(() => (row.applied ? 1 : 0)))
    await expectDelivered(here)
  })

  test.each(['text/plain', 'application/octet-stream', ''])(
    'results under the wrong name “%s” are still results',
    async (contentType) => {
      const here = await scene(door)
      here.fake.faults.next(fault.contentType(contentType))
      expect([...(await here.send()).outcomes.values()]).toEqual([{ kind: 'applied' }, { kind: 'applied' }])
    },
  )

  test('an answer that comes byte by byte is read to its end', async () => {
    const here = await scene(door)
    const drip = fault.drip()
    here.fake.faults.next(drip)
    const sending = here.send()
    await drip.begun
    while (drip.drop() > 0) await new Promise((resolve) => setImmediate(resolve))
    drip.finish()
    expect((await sending).outcomes.size).toBe(2)
  })

  test('an answer that comes too slowly is given up, however much of it there is', async () => {
    const here = await scene(door)
    const drip = fault.drip()
    here.fake.faults.next(drip)
    const refused = expect(here.send()).rejects.toMatchObject({ failure: 'timeout' })
    await drip.begun
    drip.drop(10)
    here.clock.advance(19_999)
    drip.drop(10)
    here.clock.advance(1)
    await refused
    await expectDelivered(here)
  })

  test('a server that never answers is given up after the timeout', async () => {
    const here = await scene(door)
    const silence = fault.silence()
    here.fake.faults.next(silence)
    const refused = expect(here.send()).rejects.toMatchObject({ failure: 'timeout' })
    await silence.reached
    here.clock.advance(20_000)
    await refused
    await expectDelivered(here)
  })
})

test('a connection that nobody accepts is given up after the timeout', async () => {
  const here = await scene(socket)
  here.fake.faults.next(fault.connection('deaf'))
  const refused = expect(here.send()).rejects.toMatchObject({ failure: 'timeout' })
  await here.clock.whenSleeping()
  here.clock.advance(20_000)
  await refused
  await expectDelivered(here)
})

test('a server that is gone is offline, and found again when it is back at its address', async () => {
  let server: FaultServer | undefined
  const here = await scene(async (fake) => {
    server = await startFaultServer(fake)
    return server.url
  })
  onTestFinished(async () => server?.close())
  await server?.down()
  await expect(here.send()).rejects.toMatchObject({ failure: 'offline', code: 'SERVER_UNREACHABLE' })
  await server?.up()
  await expectDelivered(here)
})
