import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Api, running, TestClock, tempFolder } from './support/harness.js'
import { EntryScript, outcomes, send } from './support/items.js'
import { begin, hashOf, offsetOf, patch, picture, shot, upload } from './support/pictures.js'
import { spawnServer } from './support/process.js'

const DAY = 24 * 60 * 60_000

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
}

test('a picture that was uploaded and named by a screenshot is read back, byte for byte', async () => {
  const { api, dataDir } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  const bytes = picture()
  await upload(ada, bytes)
  const item = shot(script.entryId, bytes, { monitor: 'DP-1' })
  expect(await outcomes(ada, [script.start(), item])).toEqual(['applied', 'applied'])
  expect(await outcomes(ada, [item])).toEqual(['duplicate'])
  const { type: _type, ...told } = item
  expect((await ada.get('/v1/screenshots')).body).toEqual({ screenshots: [told], nextCursor: null })
  const response = await fetch(`${ada.url}/v1/screenshots/${item.id}/image`, {
    headers: { authorization: `Bearer ${ada.token}` },
  })
  expect(response.headers.get('content-type')).toBe('image/webp')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  for (const folder of ['pictures', 'uploads']) expect(statSync(join(dataDir, folder)).mode & 0o777).toBe(0o700)
})

test('a screenshot without its picture waits, and holds nothing of its entry back', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  const bytes = picture()
  const item = shot(script.entryId, bytes)
  expect(await outcomes(ada, [item])).toEqual(['blocked entry-unknown'])
  const batch = [script.start(), item, { ...item, bytes: 'many' }, script.event('stop')]
  expect(await outcomes(ada, batch)).toEqual(['applied', 'blocked blob-missing', 'rejected invalid-item', 'applied'])
  await upload(ada, bytes)
  expect(await outcomes(ada, [{ ...item, bytes: 1 }])).toEqual(['blocked blob-missing'])
  expect(await outcomes(ada, [item])).toEqual(['applied'])
})

test('content with another hash than was told is refused and forgotten', async () => {
  const { api, dataDir } = await running()
  const ada = await api.signedIn()
  const { path } = await begin(ada, hashOf(picture(1)), 10_000)
  expect(await patch(ada, path, picture(2))).toEqual({ status: 422, code: 'checksum-mismatch' })
  expect((await offsetOf(ada, path)).status).toBe(404)
  expect(filesBelow(join(dataDir, 'uploads'))).toEqual([])
  expect(readdirSync(dataDir)).not.toContain('pictures')
})

test.each([
  ['without a hash', 'nonsense', 10, 422],
  ['with nothing in it', 'a'.repeat(64), 0, 422],
  ['larger than the server takes', 'a'.repeat(64), 5001, 413],
  ['just as large as it takes', 'a'.repeat(64), 5000, 201],
])('an upload %s', async (_what, sha256, size, status) => {
  const { api } = await running({ maxUploadBytes: 5000 })
  expect((await begin(await api.signedIn(), sha256, size)).status).toBe(status)
})

test('more bytes than were told are not taken', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const { path } = await begin(ada, hashOf(picture()), 10_000)
  expect((await patch(ada, path, picture(0, 10_001))).status).toBe(413)
  expect(await offsetOf(ada, path)).toEqual({ status: 200, offset: 0 })
})

test('without a token nothing is told and nothing is taken', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const path = await upload(ada, picture())
  expect((await begin(api, hashOf(picture(1)), 10_000)).status).toBe(401)
  expect((await offsetOf(api, path)).status).toBe(401)
  expect((await patch(api, path, picture())).status).toBe(401)
  expect((await api.get('/v1/screenshots')).status).toBe(401)
})

test("nobody reaches another's upload, picture or screenshot, even knowing its name", async () => {
  const { api } = await running()
  const [ada, bob] = [await api.signedIn('ada@example.com'), await api.signedIn('bob@example.com')]
  const [script, other] = [new EntryScript(), new EntryScript()]
  const bytes = picture()
  const half = await begin(ada, hashOf(bytes), bytes.length)
  expect((await offsetOf(bob, half.path)).status).toBe(404)
  expect((await patch(bob, half.path, bytes)).status).toBe(404)
  expect((await bob.request('DELETE', half.path, undefined, { 'tus-resumable': '1.0.0' })).status).toBe(404)
  expect((await patch(ada, half.path, bytes)).status).toBe(204)
  const item = shot(script.entryId, bytes)
  await send(ada, [script.start(), item])
  expect((await bob.get('/v1/screenshots')).body).toEqual({ screenshots: [], nextCursor: null })
  expect((await bob.get(`/v1/screenshots/${item.id}/image`)).status).toBe(404)
  expect(await outcomes(bob, [other.start(), shot(other.entryId, bytes)])).toEqual(['applied', 'blocked blob-missing'])
  expect((await bob.get('/v1/uploads/..%2F..%2Fjwt-secret')).status).toBe(404)
  expect((await offsetOf(bob, '/v1/uploads/..%2F..%2Fjwt-secret')).status).toBe(404)
})

test('what arrived before a connection broke is kept, also over a kill -9 of the server', async () => {
  const dataDir = tempFolder()
  const first = await spawnServer(dataDir)
  const ada = await new Api(first.url).signedIn()
  const bytes = picture(0, 400_000)
  const { path } = await begin(ada, hashOf(bytes), bytes.length)
  await sendPart(ada, path, bytes, 250_000)
  await first.end('SIGKILL')
  const second = await spawnServer(dataDir)
  const again = new Api(second.url, ada.token)
  const { offset = 0 } = await offsetOf(again, path)
  expect(offset).toBeGreaterThan(0)
  expect(offset).toBeLessThanOrEqual(250_000)
  expect((await patch(again, path, bytes.subarray(offset), offset)).status).toBe(204)
  const script = new EntryScript()
  expect(await outcomes(again, [script.start(), shot(script.entryId, bytes)])).toEqual(['applied', 'applied'])
})

test('two programs that bring the same picture at once both succeed, and it is there once', async () => {
  const { api, dataDir } = await running()
  const ada = await api.signedIn()
  const bytes = picture(7, 200_000)
  const paths = await Promise.all([1, 2].map(async () => (await begin(ada, hashOf(bytes), bytes.length)).path))
  expect(new Set(paths).size).toBe(2)
  const ended = await Promise.all(paths.map((path) => patch(ada, path, bytes)))
  expect(ended.map(({ status }) => status)).toEqual([204, 204])
  expect(filesBelow(join(dataDir, 'pictures')).map((file) => hashOf(readFileSync(file)))).toEqual([hashOf(bytes)])
  const script = new EntryScript()
  expect(await outcomes(ada, [script.start(), shot(script.entryId, bytes)])).toEqual(['applied', 'applied'])
})

test('two programs that go on with one upload at once leave the picture whole', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  const bytes = picture(8, 200_000)
  const { path } = await begin(ada, hashOf(bytes), bytes.length)
  await Promise.all([patch(ada, path, bytes), patch(ada, path, bytes)])
  const { offset = 0 } = await offsetOf(ada, path)
  if (offset < bytes.length) expect((await patch(ada, path, bytes.subarray(offset), offset)).status).toBe(204)
  const script = new EntryScript()
  expect(await outcomes(ada, [script.start(), shot(script.entryId, bytes)])).toEqual(['applied', 'applied'])
})

test('an upload whose last answer was lost is told to be complete', async () => {
  const { api } = await running()
  const ada = await api.signedIn()
  expect(await offsetOf(ada, await upload(ada, picture()))).toEqual({ status: 200, offset: 10_000 })
})

test('all bytes came and then the server died: the next question finishes it', async () => {
  const { api, dataDir } = await running()
  const ada = await api.signedIn()
  const bytes = picture()
  const { path } = await begin(ada, hashOf(bytes), bytes.length)
  writeFileSync(join(dataDir, 'uploads', path.split('/').at(-1) ?? ''), bytes)
  expect(await offsetOf(ada, path)).toEqual({ status: 200, offset: 10_000 })
  const script = new EntryScript()
  expect(await outcomes(ada, [script.start(), shot(script.entryId, bytes)])).toEqual(['applied', 'applied'])
})

test('half a description after a crash is no upload, not an error for ever', async () => {
  const { api, dataDir } = await running()
  const ada = await api.signedIn()
  const { path } = await begin(ada, hashOf(picture()), 10_000)
  writeFileSync(join(dataDir, 'uploads', `${path.split('/').at(-1)}.json`), '{"id":')
  expect((await offsetOf(ada, path)).status).toBe(404)
})

test('garbage goes: unfinished uploads after a day, pictures nobody names after a week, and files without a row', async () => {
  const dataDir = tempFolder()
  const clock = new TestClock()
  clock.time = Date.now()
  const first = await running({ dataDir, clock, accessTtlSeconds: 30 * 24 * 3600 })
  const ada = await first.api.signedIn()
  const script = new EntryScript()
  await upload(ada, picture(1))
  await upload(ada, picture(2))
  await send(ada, [script.start(), shot(script.entryId, picture(2))])
  await begin(ada, hashOf(picture(3)), 10_000)
  const [stranger = ''] = filesBelow(join(dataDir, 'pictures'))
  writeFileSync(stranger.replace(/[^/]{62}$/, 'f'.repeat(62)), 'left by a crash')
  clock.time += 2 * DAY
  await upload(ada, picture(4))
  await expect.poll(() => filesBelow(join(dataDir, 'uploads')).length).toBeLessThanOrEqual(1)
  expect(filesBelow(join(dataDir, 'pictures'))).toHaveLength(4)
  clock.time += 6 * DAY
  await first.server.stop()
  await running({ dataDir, clock })
  const left = filesBelow(join(dataDir, 'pictures')).map((file) => hashOf(readFileSync(file)))
  expect(left.sort()).toEqual([hashOf(picture(2)), hashOf(picture(4))].sort())
})

test('a picture that was lost from the disk is told to be missing, so that the client brings it again', async () => {
  const { api, dataDir } = await running()
  const ada = await api.signedIn()
  const script = new EntryScript()
  await upload(ada, picture())
  await rm(join(dataDir, 'pictures'), { recursive: true })
  const item = shot(script.entryId, picture())
  expect(await outcomes(ada, [script.start(), item])).toEqual(['applied', 'blocked blob-missing'])
  await upload(ada, picture())
  expect(await outcomes(ada, [item])).toEqual(['applied'])
})

test('no log line holds a token', async () => {
  const dataDir = tempFolder()
  const lines: string[] = []
  const logger = { level: 'debug', stream: { write: (line: string) => void lines.push(line) } }
  const { api } = await running({ dataDir, logger })
  const ada = await api.signedIn()
  await upload(ada, picture())
  await patch(ada, '/v1/uploads/nothing', picture())
  expect(lines.join('')).toContain('/v1/uploads')
  expect(lines.join('')).not.toContain(ada.token)
  for (const file of filesBelow(dataDir)) expect((await readFile(file)).includes(String(ada.token))).toBe(false)
})

/** Sends a part of what the request promises, then cuts the connection once the server has it. */
async function sendPart(api: Api, path: string, bytes: Buffer, length: number): Promise<void> {
  const headers = {
    authorization: `Bearer ${api.token}`,
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
    'content-length': bytes.length,
  }
  const sending = request(`${api.url}${path}`, { method: 'PATCH', headers })
  sending.on('error', () => undefined)
  await new Promise<void>((resolve) => sending.write(bytes.subarray(0, length), () => resolve()))
  // HEAD waits for the lock that the running PATCH holds and makes it give up, with what it has got.
  await expect.poll(async () => (await offsetOf(api, path)).offset ?? 0, { timeout: 10_000 }).toBeGreaterThan(0)
  sending.destroy()
}
