import {
  type BlobTransport,
  type Clock,
  isTransportError,
  type OpenBlob,
  type PendingUpload,
  TransportError,
  type UploadContext,
} from '@meantime/core'
import { PATHS } from '@meantime/protocol'
import { Upload } from 'tus-js-client'
import { classifyAnswer } from './classify.js'
import type { Http } from './http.js'
import { TusHttpStack, uploadIdIn } from './tus-http-stack.js'

/** What is in memory of a picture, and how much one request carries. */
const PIECE_BYTES = 1024 * 1024

/** The server has no such upload: it expired, was finished long ago or is not ours. */
const GONE: ReadonlySet<number> = new Set([404, 410])

/** Resumable uploads by tus 1.0 (https://tus.io/protocols/resumable-upload). No retries: the engine decides about those. */
export class TusTransport implements BlobTransport {
  private readonly endpoint: string

  constructor(
    private readonly http: Http,
    private readonly clock: Clock,
    server: string,
  ) {
    this.endpoint = server + PATHS.uploads
  }

  async upload(upload: PendingUpload, content: OpenBlob, context: UploadContext): Promise<void> {
    if (upload.uploadId !== undefined && (await this.resume(upload, content, context)) === 'done') return
    try {
      await this.run(upload, content, context, { endpoint: this.endpoint })
    } catch (error) {
      if (error instanceof UploadGone) throw notReady('The server lost what had arrived of the picture.')
      throw error
    }
  }

  /** Without an endpoint: else tus-js-client would begin anew after any refusal, a 401 and a 503 included. */
  private async resume(upload: PendingUpload, content: OpenBlob, context: UploadContext): Promise<'done' | 'gone'> {
    try {
      await this.run(upload, content, context, { uploadUrl: `${this.endpoint}/${upload.uploadId}` })
      return 'done'
    } catch (error) {
      if (error instanceof UploadGone) return 'gone'
      throw error
    }
  }

  private run(
    upload: PendingUpload,
    content: OpenBlob,
    context: UploadContext,
    where: { readonly endpoint: string } | { readonly uploadUrl: string },
  ): Promise<void> {
    const stack = new TusHttpStack(this.http, this.endpoint, context)
    return new Promise((resolve, reject) => {
      const tus = new Upload(Buffer.alloc(0), {
        ...where,
        httpStack: stack,
        fileReader: { openFile: async () => sourceOf(content) },
        uploadSize: content.bytes,
        chunkSize: PIECE_BYTES,
        retryDelays: null,
        metadata: { sha256: upload.sha256 },
        fingerprint: async () => upload.sha256,
        // The one thing that tus-js-client waits for before it sends the first byte.
        urlStorage: {
          findAllUploads: async () => [],
          findUploadsByFingerprint: async () => [],
          removeUpload: async () => undefined,
          addUpload: async (fingerprint, { uploadUrl }) => {
            if ('uploadUrl' in where) return fingerprint
            try {
              await context.begun(nameOf(uploadUrl))
              return fingerprint
            } catch (error) {
              // Handed to it, the error would end the process as one that nobody caught; so it never goes on.
              reject(error)
              return new Promise<never>(() => undefined)
            }
          },
        },
        onProgress: (bytes) => context.progress(bytes),
        onSuccess: () => resolve(),
        onError: (error) => reject(this.judge(error, stack, context)),
      })
      tus.start()
    })
  }

  private judge(error: Error, { answer, aboutUpload }: TusHttpStack, { token }: UploadContext): Error {
    const cause = 'causingError' in error ? error.causingError : error
    if (isTransportError(cause)) return cause
    if (answer === undefined) return cause instanceof Error ? cause : error
    if (GONE.has(answer.status) && aboutUpload) return new UploadGone()
    // Two programs, or a server that lost bytes: the next try asks for the offset first.
    if (answer.status === 409 || answer.status === 423)
      return notReady('The server was not ready for this part of the picture.')
    if (answer.status >= 200 && answer.status < 300)
      return notReady('The server did not say how much of it has arrived.')
    return classifyAnswer(answer, this.clock.now(), [token])
  }
}

class UploadGone extends Error {}

const notReady = (message: string): TransportError => new TransportError({ failure: 'server', message })

function nameOf(uploadUrl: string | null): string {
  const id = uploadIdIn(uploadUrl)
  if (id !== undefined) return id
  throw new TransportError({
    failure: 'not-meantime',
    message: 'The server named the upload by nothing that can be used.',
  })
}

/** Reads from the disk what is sent next. */
function sourceOf(content: OpenBlob) {
  return {
    size: content.bytes,
    async slice(start: number, end: number) {
      const piece = await content.read(start, Math.min(end, content.bytes) - start)
      return { value: Object.assign(piece, { size: piece.byteLength }), done: end >= content.bytes }
    },
    close: () => undefined,
  }
}
