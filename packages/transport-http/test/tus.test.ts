import { type OpenBlob, type PendingUpload, Secret } from '@meantime/core'
import { FakeMeantime, ManualClock, mswHandlers } from '@meantime/testkit'
import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openHttpApi } from '../src/http-api.js'
import { loopback } from './loopback.js'

const PICTURE = Buffer.from('a picture of a screen')
const SHA256 = '9'.repeat(64)

function blob(content: Buffer, bytes = content.byteLength): OpenBlob {
  const read = async (offset: number, length: number) => content.subarray(offset, offset + length)
  return { bytes, read, close: async () => undefined }
}

function uploader(server: string, token = new Secret('t')) {
  const settings = { server, timeoutMs: 20_000, userAgent: 'test', maxAnswerBytes: 1024 * 1024 }
  const api = openHttpApi(settings, new ManualClock())
  onTestFinished(() => api.close())
  const upload: PendingUpload = { sha256: SHA256, bytes: PICTURE.byteLength, mediaType: 'image/png', failures: 0 }
  const begun: string[] = []
  return {
    begun,
    send: (content: OpenBlob, changes: Partial<PendingUpload> = {}) =>
      api.blobs.upload({ ...upload, ...changes }, content, {
        token,
        signal: new AbortController().signal,
        progress: () => undefined,
        begun: async (id) => void begun.push(id),
      }),
  }
}

/** Begins any upload; says of each part that so much has arrived, whatever came. */
const deafTo = (offset: number) => {
  let parts = 0
  const address = loopback((request, response) => {
    request.resume()
    if (request.method === 'POST') return response.writeHead(201, { location: '/v1/uploads/one' }).end()
    parts += 1
    return response.writeHead(204, { 'upload-offset': String(offset) }).end()
  })
  return { address, parts: () => parts }
}

describe('an upload that does not get on', () => {
  test('because the server takes nothing is a failure of the server, not an endless try', async () => {
    const server = deafTo(0)
    await expect(uploader(await server.address).send(blob(PICTURE))).rejects.toMatchObject({ failure: 'server' })
    expect(server.parts()).toBe(1)
  })

  test('because the file lost its end meanwhile is given up, and nothing is sent as if it were whole', async () => {
    const server = deafTo(5)
    const shortened = blob(PICTURE.subarray(0, 5), PICTURE.byteLength)
    await expect(uploader(await server.address).send(shortened)).rejects.toMatchObject({ failure: 'server' })
    expect(server.parts()).toBe(0)
  })
})

describe('content that is not what was told', () => {
  test('is refused by the server, and nothing of it stays', async () => {
    const fake = new FakeMeantime()
    const msw = setupServer(...mswHandlers(fake, 'https://time.example.test'))
    msw.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => msw.close())
    const token = new Secret(fake.signIn().tokens.accessToken)
    const { send, begun } = uploader('https://time.example.test', token)
    await expect(send(blob(PICTURE))).rejects.toMatchObject({ failure: 'invalid' })
    expect(begun).toHaveLength(1)
    expect(fake.uploads.count).toBe(0)
  })
})
