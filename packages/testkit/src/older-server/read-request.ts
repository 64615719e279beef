import { gunzipSync } from 'node:zlib'

/** One request as it arrived. */
export interface OlderRequest {
  readonly method: string
  /** Below the base address. */
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string | null
  readonly ip: string
  /** `broken` is what could not be read as JSON, or was larger than 10 MiB. */
  readonly body: { readonly json: unknown } | 'broken' | undefined
}

const MAX_BYTES = 10 * 1024 * 1024

/** @param basePath of the server's address, in front of the API's paths. */
export async function readRequest(request: Request, basePath: string): Promise<OlderRequest> {
  const url = new URL(request.url)
  const wire = Buffer.from(await request.arrayBuffer())
  return {
    method: request.method,
    // Nothing answers beside the base.
    path: url.pathname.startsWith(basePath) ? url.pathname.slice(basePath.length) : `/beside${url.pathname}`,
    query: url.searchParams,
    authorization: request.headers.get('authorization'),
    ip: request.headers.get('x-forwarded-for') ?? '127.0.0.1',
    body: wire.byteLength === 0 ? undefined : bodyOf(wire, request.headers.get('content-encoding') === 'gzip'),
  }
}

function bodyOf(wire: Buffer, zipped: boolean): OlderRequest['body'] {
  try {
    const bytes = zipped ? gunzipSync(wire) : wire
    return bytes.byteLength > MAX_BYTES ? 'broken' : { json: JSON.parse(bytes.toString('utf8')) }
  } catch {
    return 'broken'
  }
}
