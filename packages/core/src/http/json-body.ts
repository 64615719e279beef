import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export interface JsonBody {
  readonly data?: Buffer
  /** `false` where a header must not be sent. */
  readonly headers: Readonly<Record<string, string | false>>
}

/** @param gzipAboveBytes below it compression costs more than it saves; both our servers and the older ones take gzip */
export async function jsonBody(json: unknown, gzipAboveBytes = 1024): Promise<JsonBody> {
  // Left out, axios would claim that nothing is a form.
  if (json === undefined) return { headers: { 'content-type': false } }
  const plain = Buffer.from(JSON.stringify(json))
  const headers = { 'content-type': 'application/json' }
  if (plain.byteLength <= gzipAboveBytes) return { data: plain, headers }
  return { data: await promisify(gzip)(plain), headers: { ...headers, 'content-encoding': 'gzip' } }
}
