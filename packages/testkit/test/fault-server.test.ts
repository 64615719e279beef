import { connect } from 'node:net'
import { PATHS } from '@meantime/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { FakeMeantime } from '../src/fake-meantime/fake-meantime.js'
import { mswHandlers } from '../src/fake-meantime/msw-handlers.js'
import { type ConnectionFault, type Fault, fault } from '../src/fault-server/fault.js'
import { startFaultServer } from '../src/fault-server/fault-server.js'
import { sampleTasks } from '../src/sample-task.js'

async function scene() {
  const server = await startFaultServer()
  onTestFinished(() => server.close())
  const token = server.fake.signIn().tokens.accessToken
  const task = sampleTasks()
  const item = () => {
    const { id, entityType, payload } = task('start')
    return { ...(payload as object), id, type: entityType }
  }
  const send = (items = [item()]) =>
    fetch(server.url + PATHS.batches, {
      method: 'POST',
      body: JSON.stringify({ items }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    })
  return { ...server, item, send }
}

/** What a bare socket reads until the server ends, or until it has read `atLeast` bytes. */
function read(url: string, request: string, atLeast = Number.POSITIVE_INFINITY): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
    const chunks: Buffer[] = []
    const done = () => resolve(Buffer.concat(chunks))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (chunks.reduce((sum, { byteLength }) => sum + byteLength, 0) >= atLeast) socket.destroy()
    })
    socket.on('close', done).on('error', done)
  })
}

const GET = `GET ${PATHS.health} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`

test('a script is followed in its order, one fault for one request, and then everything works', async () => {
  const { fake, send } = await scene()
  fake.faults.next(fault.status(500), fault.pass, fault.page, fault.reset)
  const seen: unknown[] = []
  for (let n = 0; n < 5; n += 1)
    seen.push(
      await send().then(
        ({ status, headers }) => [status, headers.get('content-type')?.split(';')[0]],
        () => 'broken',
      ),
    )
  const works = [200, 'application/json']
  expect(seen).toEqual([[500, 'application/problem+json'], works, [200, 'text/html'], 'broken', works])
})

test('the bytes of an answer come when the test says so', async () => {
  const { fake, send, item } = await scene()
  const drip = fault.drip()
  fake.faults.next(drip)
  const items = [item()]
  const answer = await send(items)
  await drip.begun
  expect([answer.status, fake.effects(String(items[0]?.id))]).toEqual([200, 1])
  const reader = answer.body?.getReader()
  let text = ''
  for (const bytes of [1, 5, 3]) {
    drip.drop(bytes)
    const { value } = (await reader?.read()) ?? {}
    text += Buffer.from(value ?? []).toString()
  }
  expect(text).toBe('{"results')
  drip.finish()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
    text += Buffer.from(next.value).toString()
  expect(JSON.parse(text)).toMatchObject({ results: [{ status: 'applied' }] })
})

test('a silent server tells when it was asked, and never answers', async () => {
  const { fake, send } = await scene()
  const silence = fault.silence()
  fake.faults.next(silence)
  const asked = send().catch(() => 'given up')
  await silence.reached
  expect(await Promise.race([asked, new Promise((resolve) => setImmediate(() => resolve('waiting')))])).toBe('waiting')
})

test.each<[ConnectionFault, (bytes: Buffer) => void]>([
  ['closed', (bytes) => expect(bytes.byteLength).toBe(0)],
  ['tls', (bytes) => expect([...bytes.subarray(0, 3)]).toEqual([0x15, 3, 3])],
  ['not-http', (bytes) => expect(bytes.toString()).toMatch(/^SSH-2.0/)],
])('a connection can be %s; the next one works', async (how, looks) => {
  const { fake, url } = await scene()
  fake.faults.next(fault.connection(how))
  looks(await read(url, GET))
  expect((await read(url, GET)).toString()).toMatch(/^HTTP\/1.1 200 /)
})

test('a deaf connection reads nothing and says nothing', async () => {
  const { fake, url, close } = await scene()
  fake.faults.next(fault.connection('deaf'))
  const heard = read(url, GET)
  // A second connection is served meanwhile.
  await read(url, GET)
  expect(fake.requests).toHaveLength(1)
  await close()
  expect((await heard).byteLength).toBe(0)
})

test('a fault for a connection comes in its turn, also when the client keeps connections', async () => {
  const { fake, send } = await scene()
  fake.faults.next(fault.status(500), fault.connection('closed'), fault.status(503))
  const seen: unknown[] = []
  for (let n = 0; n < 4; n += 1)
    seen.push(
      await send().then(
        ({ status }) => status,
        () => 'broken',
      ),
    )
  expect(seen).toEqual([500, 'broken', 503, 200])
})

test('endless headers go on until the client hangs up', async () => {
  const { fake, url } = await scene()
  fake.faults.nextAt(PATHS.health, fault.endlessHeaders)
  const bytes = await read(url, GET, 1_000_000)
  expect(bytes.byteLength).toBeGreaterThanOrEqual(1_000_000)
  expect(bytes.includes('\r\n\r\n')).toBe(false)
})

test('a server that is down refuses connections, and comes back at the same address', async () => {
  const { down, up, send } = await scene()
  expect((await send()).status).toBe(200)
  await down()
  await expect(send()).rejects.toThrow()
  await up()
  expect((await send()).status).toBe(200)
})

test('a poisoned item spoils each batch that holds it and no other', async () => {
  const { fake, send, item } = await scene()
  const [bad, good] = [item(), item()]
  fake.faults.poison([bad.id], fault.status(500))
  const statuses = []
  for (const items of [[bad, good], [bad], [good], [bad]]) statuses.push((await send(items)).status)
  expect(statuses).toEqual([500, 500, 200, 500])
  fake.faults.clear()
  expect((await send([bad])).status).toBe(200)
})

test('what mocked requests cannot show is refused when it is scripted, not misplayed', () => {
  const fake = new FakeMeantime()
  mswHandlers(fake)
  const beyond: Fault[] = [fault.endlessHeaders, fault.connection('tls'), fault.connection('deaf')]
  for (const planned of beyond) expect(() => fake.faults.next(planned)).toThrow(/startFaultServer/)
  fake.faults.next(fault.endlessBody, fault.silence(), fault.drip(), fault.gzipBomb())
})
