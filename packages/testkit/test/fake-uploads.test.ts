import { createHash } from 'node:crypto'
import { PATHS, TEMPLATES } from '@meantime/protocol'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeMeantime } from '../src/fake-meantime/fake-meantime.js'
import { mswHandlers } from '../src/fake-meantime/msw-handlers.js'
import { fault } from '../src/fault-server/fault.js'
import { startFaultServer } from '../src/fault-server/fault-server.js'

const PICTURE = new Uint8Array(Buffer.from('a picture of ten thousand pixels'))
const SHA256 = createHash('sha256').update(PICTURE).digest('hex')

const DOORS: Record<string, (fake: FakeMeantime) => Promise<string>> = {
  'behind MSW': async (fake) => {
    const msw = setupServer(...mswHandlers(fake, 'https://time.example.test/base'))
    msw.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => msw.close())
    return 'https://time.example.test/base'
  },
  'behind a socket': async (fake) => {
    const { url, close } = await startFaultServer(fake)
    onTestFinished(close)
    return url
  },
}

async function scene(door: keyof typeof DOORS = 'behind MSW') {
  const fake = new FakeMeantime()
  const url = (await DOORS[door]?.(fake)) ?? ''
  const { account, tokens } = fake.signIn()
  const authorization = `Bearer ${tokens.accessToken}`
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer>) =>
    fetch(new URL(path, url), {
      method,
      headers: { authorization, 'tus-resumable': '1.0.0', ...headers },
      ...(body ? { body } : {}),
    }).catch(() => undefined)
  const create = (length = PICTURE.length, sha256 = SHA256) =>
    send('POST', `${new URL(url).pathname.replace(/\/$/, '')}${PATHS.uploads}`, {
      'upload-length': String(length),
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
    })
  const begun = async () => (await create())?.headers.get('location') ?? ''
  const patch = (path: string, offset: number, bytes: Uint8Array<ArrayBuffer>) =>
    send('PATCH', path, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, bytes)
  const offset = async (path: string) => (await send('HEAD', path))?.headers.get('upload-offset')
  return { fake, account, send, create, begun, patch, offset }
}

describe.each(Object.keys(DOORS))('uploads, %s', (door) => {
  test('a picture that comes in parts is kept once it is whole and what it was said to be', async () => {
    const { fake, account, begun, patch, offset } = await scene(door)
    const path = await begun()
    expect((await patch(path, 0, PICTURE.slice(0, 10)))?.status).toBe(204)
    expect(await offset(path)).toBe('10')
    expect(fake.uploads.picture(account.id, SHA256)).toBeUndefined()
    expect((await patch(path, 10, PICTURE.slice(10)))?.status).toBe(204)
    expect(Buffer.from(fake.uploads.picture(account.id, SHA256) ?? [])).toEqual(Buffer.from(PICTURE))
    expect(await offset(path)).toBe(String(PICTURE.length))
  })

  test('a part whose answer is lost has arrived all the same', async () => {
    const { fake, begun, patch, offset } = await scene(door)
    const path = await begun()
    fake.faults.nextAt(TEMPLATES.upload, fault.applyThenReset)
    expect(await patch(path, 0, PICTURE.slice(0, 10))).toBeUndefined()
    expect(await offset(path)).toBe('10')
  })
})

describe('uploads are refused as the real server refuses them', () => {
  test.each([
    ['without a token', 401, async ({ send, begun }) => send('HEAD', await begun(), { authorization: '' })],
    ['of no content', 422, ({ create }) => create(0)],
    ['without a hash', 422, ({ create }) => create(10, 'no hash')],
    ['larger than it takes', 413, ({ create }) => create(17 * 1024 * 1024)],
    ['at another offset', 409, async ({ begun, patch }) => patch(await begun(), 3, PICTURE)],
    [
      'that expired',
      404,
      async ({ fake, begun, patch }) => {
        const path = await begun()
        fake.uploads.expire()
        return patch(path, 0, PICTURE)
      },
    ],
    [
      'of another content than was told',
      422,
      async ({ begun, patch }) => patch(await begun(), 0, PICTURE.toReversed()),
    ],
  ] as [string, number, (world: Awaited<ReturnType<typeof scene>>) => Promise<Response | undefined>][])(
    '%s: %d',
    async (_what, status, act) => {
      expect((await act(await scene()))?.status).toBe(status)
    },
  )

  test('a screenshot whose picture is not there is blocked, and taken when it is', async () => {
    const { fake, account, begun, patch } = await scene()
    const id = '0190a000-0000-7000-8000-000000000001'
    const entryId = '0190a000-0000-7000-8000-000000000002'
    const common = { occurredAt: 1, recordedAt: 1, zone: 'UTC', deviceId: 'd', seq: 1 }
    const start = { ...common, id: entryId, entryId, type: 'time_entry_start', description: '', project: null } as const
    const shot = { id, entryId, type: 'screenshot', takenAt: 1, mediaType: 'image/webp' } as const
    const items = [start, { ...shot, sha256: SHA256, bytes: PICTURE.length }]
    const statuses = () =>
      fake
        .ledger(account.id)
        .take({ items })
        .map((result) => ('problem' in result ? result.problem.code : result.status))
    expect(statuses()).toEqual(['applied', 'blob-missing'])
    await patch(await begun(), 0, PICTURE)
    expect(statuses()).toEqual(['duplicate', 'applied'])
    expect(fake.ledger(account.id).screenshots()).toHaveLength(1)
  })
})
