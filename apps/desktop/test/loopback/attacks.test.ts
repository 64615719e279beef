import { expect, test } from 'vitest'
import { openCarrier, pathOf } from '../support/loopback.js'

const PATHS = ['/', '/assets/main.js', '/notices', '/bridge/state', '/boot?token=x', '/nothing']

test('it listens on 127.0.0.1 alone, and on another port in each run', async () => {
  const [one, other] = [await openCarrier(), await openCarrier()]
  expect(one.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(one.port).not.toBe(other.port)
})

test('another Host is refused everywhere, whatever else is right: a name that was made to point here reaches nothing', async () => {
  const { send, letIn, own, port, asked } = await openCarrier()
  const cookie = await letIn()
  const hosts = [
    'evil.example',
    `evil.example:${port}`,
    `localhost:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port}.`,
    `127.0.0.1:${port + 1}`,
    `[::1]:${port}`,
  ]
  for (const host of hosts)
    for (const path of PATHS) {
      const method = path.startsWith('/bridge') ? 'POST' : 'GET'
      const { status } = await send(path, {
        method,
        headers: { ...own(cookie), host },
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      expect(status, `${host} ${path}`).toBe(421)
    }
  expect(asked).toEqual([])
})

test('two Hosts, no Host, and an address in the request line do not pass either', async () => {
  const { raw, host, letIn } = await openCarrier()
  const cookie = await letIn()
  const rest = `Cookie: ${cookie}\r\nConnection: close\r\n\r\n`
  expect(await raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n${rest}`)).toMatch(/^HTTP\/1\.1 4(00|21)/)
  expect(await raw(`GET / HTTP/1.1\r\n${rest}`)).toMatch(/^HTTP\/1\.1 400/)
  expect(await raw(`GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\n${rest}`)).toMatch(/^HTTP\/1\.1 4/)
})

test('without the cookie nothing is read, told or done; a wrong one is none', async () => {
  const { send, letIn, own, asked, listeners } = await openCarrier()
  const [name, value = ''] = (await letIn()).split('=')
  const wrong = [
    '',
    `${name}=`,
    `${name}=x`,
    `${name}=${value.slice(1)}`,
    `${name}=${value}x`,
    `other=${value}`,
    `x${name}=${value}`,
  ]
  for (const cookie of wrong) {
    const headers = own(cookie)
    expect((await send('/', { headers })).status, cookie).toBe(401)
    expect((await send('/assets/main.js', { headers })).status).toBe(401)
    expect((await send('/notices', { headers })).status).toBe(401)
    const refused = await send('/bridge/state', { method: 'POST', headers, body: '{}' })
    expect(refused.status).toBe(401)
    expect(JSON.parse(refused.body)).toMatchObject({ ok: false, problem: { code: 'BRIDGE_REFUSED' } })
  }
  expect([asked, listeners.size]).toEqual([[], 0])
})

test('a boot token lets in once, and within 30 s', async () => {
  const { send, carrier, clock } = await openCarrier()
  const path = pathOf(carrier.bootAddress())
  const first = await send(path)
  expect(first.status).toBe(200)
  expect(first.headers['set-cookie']).toEqual([
    expect.stringMatching(/^meantime-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/),
  ])
  expect(first.body).toContain('http-equiv="refresh"')
  for (let n = 0; n < 2; n += 1) {
    const replayed = await send(path)
    expect([replayed.status, replayed.headers['set-cookie']]).toEqual([403, undefined])
  }
  const late = pathOf(carrier.bootAddress())
  clock.advance(30_000)
  expect((await send(late)).status).toBe(403)
  const inTime = pathOf(carrier.bootAddress())
  clock.advance(29_999)
  expect((await send(inTime)).status).toBe(200)
})

test('a token that was guessed, left out, or posted lets nobody in', async () => {
  const { send, carrier } = await openCarrier()
  const path = pathOf(carrier.bootAddress())
  for (const wrong of ['/boot', '/boot?token=', `${path}x`, path.slice(0, -1), '/boot?token=%00'])
    expect((await send(wrong)).status, wrong).toBe(403)
  expect((await send(path, { method: 'POST' })).status).toBe(405)
  expect((await send(path)).status).toBe(200)
})

test('a command must come from our own page: foreign, other-port, absent and opaque origins are refused', async () => {
  const { send, letIn, own, address, asked, port } = await openCarrier()
  const headers = own(await letIn())
  const { origin: _, ...withoutOrigin } = headers
  const { 'sec-fetch-site': __, ...withoutSite } = headers
  const forged = [
    { ...headers, origin: 'https://evil.example' },
    { ...headers, origin: 'null' },
    { ...headers, origin: `http://127.0.0.1:${port + 1}` },
    { ...headers, origin: `http://localhost:${port}` },
    { ...headers, origin: `${address}.evil.example` },
    { ...headers, 'sec-fetch-site': 'cross-site' },
    { ...headers, 'sec-fetch-site': 'same-site' },
    { ...headers, 'sec-fetch-site': 'none' },
    withoutOrigin,
    withoutSite,
  ]
  for (const each of forged) {
    const { status } = await send('/bridge/stop', { method: 'POST', headers: each, body: '{}' })
    expect(status, JSON.stringify(each)).toBe(403)
  }
  expect(asked).toEqual([])
  expect((await send('/bridge/stop', { method: 'POST', headers, body: '{}' })).status).toBe(200)
  expect(asked).toEqual([{ name: 'stop', input: {} }])
})

test('no answer allows another origin anything, a preflight least of all', async () => {
  const { send, letIn, own } = await openCarrier()
  const headers = own(await letIn())
  const preflight = await send('/bridge/stop', {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  })
  expect(preflight.status).toBe(405)
  for (const { headers: got } of [
    preflight,
    await send('/', { headers }),
    await send('/bridge/state', { method: 'POST', headers, body: '{}' }),
  ])
    expect(Object.keys(got).filter((name) => name.startsWith('access-control'))).toEqual([])
})

test('only plain JSON is a command: a form, text, compressed and chunked nonsense are refused', async () => {
  const { send, letIn, own, asked } = await openCarrier()
  const headers = own(await letIn())
  const post = (more: Record<string, string>, body: string | Uint8Array = '{}') =>
    send('/bridge/stop', { method: 'POST', headers: { ...headers, ...more }, body })
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/jsonp',
  ])
    expect((await post({ 'content-type': type })).status, type).toBe(415)
  expect((await post({ 'content-encoding': 'gzip' })).status).toBe(415)
  for (const body of ['', '{', '{}}', 'undefined', '{"a":1', Buffer.from([0x22, 0xff, 0x22])])
    expect((await post({}, body)).status, String(body)).toBe(400)
  expect((await post({ 'content-type': 'application/json; charset=UTF-8' })).status).toBe(200)
  expect(asked).toHaveLength(1)
})

test('a body that is too large is refused before it is read, whether it says its length or not', async () => {
  const { send, letIn, own, raw, host, asked } = await openCarrier()
  const headers = own(await letIn())
  const large = JSON.stringify({ text: 'x'.repeat(1024 * 1024) })
  const told = await send('/bridge/stop', { method: 'POST', headers, body: large }).catch(() => ({ status: 413 }))
  expect(told.status).toBe(413)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const piece = 'x'.repeat(65_536)
  const chunked = `POST /bridge/stop HTTP/1.1\r\nHost: ${host}\r\n${lines.join('')}Transfer-Encoding: chunked\r\n\r\n`
  const answer = await raw(chunked + `10000\r\n${piece}\r\n`.repeat(20))
  expect(answer).toMatch(/^HTTP\/1\.1 413/)
  expect(asked).toEqual([])
})

test('no path leads out of the window, nor to what was put there later', async () => {
  const { send, raw, host, letIn, own } = await openCarrier()
  const cookie = await letIn()
  const paths = [
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '//secret.js',
    '/assets',
    '/assets/',
    '/index.html',
    '/.',
    '/\\..\\secret.js',
    '/assets/main.js%00',
  ]
  for (const path of paths) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`)
    expect(answer, path).toMatch(/^HTTP\/1\.1 40[04]/)
    expect(answer).not.toContain('secret\r')
  }
  expect((await send('/assets/main.js', { headers: own(cookie) })).body).toContain('ours')
})

test('every answer says what a browser must not do with it, refusals too', async () => {
  const { send, letIn, own, carrier } = await openCarrier()
  const headers = own(await letIn())
  const answers = [
    await send('/', { headers }),
    await send('/'),
    await send('/assets/main.js', { headers }),
    await send('/bridge/state', { method: 'POST', headers, body: '{}' }),
    await send(pathOf(carrier.bootAddress())),
    await send('/', { headers: { host: 'evil.example' } }),
  ]
  for (const { headers: got, status } of answers)
    expect(got, String(status)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
    })
  expect(String(answers[0]?.headers['content-security-policy'])).not.toMatch(/unsafe|\*|http/)
})

test('the page is not given to a frame, an object or a page of somebody else', async () => {
  const { send, letIn, own, carrier } = await openCarrier()
  const { origin: _, ...headers } = own(await letIn())
  for (const dest of ['iframe', 'frame', 'object', 'embed']) {
    expect((await send('/', { headers: { ...headers, 'sec-fetch-dest': dest } })).status).toBe(403)
    const boot = { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': dest }
    expect((await send(pathOf(carrier.bootAddress()), { headers: boot })).status).toBe(403)
  }
  for (const site of ['cross-site', 'same-site'])
    for (const path of ['/', '/assets/main.js', '/notices'])
      expect((await send(path, { headers: { ...headers, 'sec-fetch-site': site } })).status, `${site} ${path}`).toBe(
        403,
      )
})

test('who sends headers or a body drop by drop is let go, and everybody else is answered meanwhile', async () => {
  const { raw, send, letIn, own, host, asked } = await openCarrier({ headersTimeoutMs: 300, requestTimeoutMs: 600 })
  const headers = own(await letIn())
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const slowHeaders = raw(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `)
  const slowBody = raw(
    `POST /bridge/stop HTTP/1.1\r\nHost: ${host}\r\n${lines.join('')}Content-Length: 100\r\n\r\n{"a":`,
  )
  expect((await send('/bridge/state', { method: 'POST', headers, body: '{}' })).status).toBe(200)
  expect(await slowHeaders).toMatch(/^HTTP\/1\.1 408/)
  expect(await slowBody).not.toMatch(/^HTTP\/1\.1 200/)
  expect(asked).toHaveLength(1)
})

test('nothing that lets somebody in is in the log', async () => {
  const { send, letIn, own, carrier, logger } = await openCarrier()
  const address = carrier.bootAddress()
  const token = new URL(address).searchParams.get('token') ?? 'none'
  await send(pathOf(address))
  await send(pathOf(address))
  const cookie = await letIn()
  await send('/bridge/nothing', {
    method: 'POST',
    headers: { ...own(cookie), origin: 'https://evil.example' },
    body: '{}',
  })
  expect(logger.lines.length).toBeGreaterThanOrEqual(2)
  for (const secret of [token, cookie.split('=')[1] ?? 'none']) expect(logger.text()).not.toContain(secret)
})
