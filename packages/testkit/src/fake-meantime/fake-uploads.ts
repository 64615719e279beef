import { createHash } from 'node:crypto'
import type { NewId } from '@meantime/core'
import { MAX_BLOB_BYTES, PATHS, sha256 as sha256Schema } from '@meantime/protocol'
import { problem } from './replies.js'

interface Unfinished {
  readonly account: string
  readonly sha256: string
  readonly length: number
  bytes: Buffer
  /** All of it has come, and was what was told. */
  complete: boolean
}

/** One request below the path of uploads, by somebody who was let in. */
export interface UploadRequest {
  readonly account: string
  readonly method: string
  /** The last part of the path; undefined for a new upload. */
  readonly id: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

const TUS = { 'tus-resumable': '1.0.0' }

/** Resumable uploads (tus 1.0) in memory, with the judgements of the real server. Pictures are kept by account and hash. */
export class FakeUploads {
  /** Larger ones are answered 413. */
  maxBytes = MAX_BLOB_BYTES
  readonly #newId: NewId
  readonly #unfinished = new Map<string, Unfinished>()
  readonly #pictures = new Map<string, Buffer>()

  constructor(newId: NewId) {
    this.#newId = newId
  }

  /** The picture that an account has brought; undefined when it is not here (any more). */
  picture(account: string, sha256: string): Uint8Array | undefined {
    return this.#pictures.get(`${account} ${sha256}`)
  }

  get count(): number {
    return this.#pictures.size
  }

  /** Unfinished uploads expire: who goes on with one is answered 404 and begins anew. */
  expire(): void {
    this.#unfinished.clear()
  }

  /** All pictures are gone: a screenshot that names one is answered `blob-missing`. */
  losePictures(): void {
    this.#pictures.clear()
    this.#unfinished.clear()
  }

  answer(request: UploadRequest, basePath = ''): Response {
    const { account, method, id, headers, bytes } = request
    if (id === undefined) return method === 'POST' ? this.#create(request, basePath) : problem(404, 'tus-404')
    const upload = this.#unfinished.get(id)
    if (upload === undefined || upload.account !== account) return problem(404, 'tus-404', TUS)
    if (method === 'HEAD') return reply(200, upload)
    if (method !== 'PATCH') return problem(405, 'tus-405', TUS)
    if (Number(headers['upload-offset']) !== upload.bytes.byteLength) return problem(409, 'tus-409', TUS)
    if (upload.bytes.byteLength + bytes.byteLength > upload.length) return problem(413, 'blob-too-large', TUS)
    upload.bytes = Buffer.concat([upload.bytes, bytes])
    return upload.bytes.byteLength === upload.length ? this.#finish(id, upload) : reply(204, upload)
  }

  #create({ account, headers }: UploadRequest, basePath: string): Response {
    const length = Number(headers['upload-length'])
    const told = sha256Schema.safeParse(metadata(headers['upload-metadata'] ?? '').get('sha256'))
    if (!told.success || !Number.isSafeInteger(length) || length <= 0) return problem(422, 'invalid-upload', TUS)
    if (length > this.maxBytes) return problem(413, 'blob-too-large', TUS)
    const id = this.#newId()
    this.#unfinished.set(id, { account, sha256: told.data, length, bytes: Buffer.alloc(0), complete: false })
    return new Response(null, { status: 201, headers: { ...TUS, location: `${basePath}${PATHS.uploads}/${id}` } })
  }

  #finish(id: string, upload: Unfinished): Response {
    const { account, sha256, bytes, complete } = upload
    if (!complete && createHash('sha256').update(bytes).digest('hex') !== sha256) {
      this.#unfinished.delete(id)
      return problem(422, 'checksum-mismatch', TUS)
    }
    upload.complete = true
    this.#pictures.set(`${account} ${sha256}`, bytes)
    return reply(204, upload)
  }
}

function reply(status: number, { bytes, length }: Unfinished): Response {
  const offsets = { 'upload-offset': String(bytes.byteLength), 'upload-length': String(length) }
  return new Response(null, { status, headers: { ...TUS, ...offsets, 'cache-control': 'no-store' } })
}

/** `key base64,key base64`. */
function metadata(header: string): Map<string, string> {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  return new Map(pairs.map(([key = '', value = '']) => [key, Buffer.from(value, 'base64').toString('utf8')]))
}
