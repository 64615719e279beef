import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { type Api, START } from './harness.js'

/** Bytes that no two numbers share. */
export function picture(n = 0, size = 10_000): Buffer {
  const bytes = Buffer.alloc(size, n % 251)
  bytes.writeUInt32BE(n)
  return bytes
}

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const TUS = { 'tus-resumable': '1.0.0' }
const BYTES = { ...TUS, 'content-type': 'application/offset+octet-stream' }

/** Begins an upload; the path of it, or the status of the refusal. */
export async function begin(api: Api, sha256: string, size: number): Promise<{ status: number; path: string }> {
  const metadata = `sha256 ${Buffer.from(sha256).toString('base64')}`
  const headers = { ...TUS, 'upload-length': String(size), 'upload-metadata': metadata }
  const { status, headers: told } = await api.request('POST', '/v1/uploads', undefined, headers)
  return { status, path: told.get('location') ?? '' }
}

/** The status, and the offset that the server tells. */
export async function patch(
  api: Api,
  path: string,
  bytes: Buffer,
  offset = 0,
): Promise<{ status: number; code: unknown }> {
  const headers = { ...BYTES, 'upload-offset': String(offset) }
  const { status, body } = await api.request('PATCH', path, new Uint8Array(bytes), headers)
  return { status, code: body.code }
}

export async function offsetOf(api: Api, path: string): Promise<{ status: number; offset: number | undefined }> {
  const { status, headers } = await api.request('HEAD', path, undefined, TUS)
  const offset = headers.get('upload-offset')
  return { status, offset: offset === null ? undefined : Number(offset) }
}

export async function upload(api: Api, bytes: Buffer): Promise<string> {
  const { path } = await begin(api, hashOf(bytes), bytes.length)
  const { status } = await patch(api, path, bytes)
  if (status !== 204) throw new Error(`the upload was answered ${status}`)
  return path
}

export const shot = (entryId: string, bytes: Buffer, changes: object = {}) => ({
  type: 'screenshot',
  id: v7(),
  entryId,
  takenAt: START,
  sha256: hashOf(bytes),
  bytes: bytes.length,
  mediaType: 'image/webp',
  ...changes,
})
