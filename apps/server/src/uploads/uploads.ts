import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { AccountId, Clock, NewId } from '@meantime/core'
import { PATHS, sha256 as sha256Schema } from '@meantime/protocol'
import { Server as TusServer } from '@tus/server'
import type { Pictures } from '../screenshots/pictures.js'
import { isUploadId, ownerOf, UnfinishedUploads, type Upload, uploadId } from './unfinished-uploads.js'
import { asProblem, invalidUpload, otherContent, uploadNotFound } from './upload-problems.js'

export interface UploadParts {
  readonly folder: string
  readonly pictures: Pictures
  readonly clock: Clock
  readonly newId: NewId
  readonly maxBytes: number
  /** A failure of ours; nothing of the request is in it but what the error itself says. */
  readonly onFailure: (error: unknown) => void
}

const SWEEP_EVERY_MS = 60 * 60_000

/** Takes resumable uploads (tus 1.0) and turns complete ones into pictures, after checking their content. */
export class Uploads {
  private opened: { readonly tus: TusServer; readonly store: UnfinishedUploads } | undefined
  private readonly callers = new WeakMap<IncomingMessage, AccountId>()
  /** Uploads that are being checked; asked for twice, they are checked once. */
  private readonly settling = new Map<string, Promise<void>>()
  private sweptAt = 0

  constructor(private readonly parts: UploadParts) {}

  async open(): Promise<void> {
    const { folder, pictures } = this.parts
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const store = new UnfinishedUploads(folder, pictures.folder)
    this.opened = { store, tus: this.server(store) }
    await this.removeGarbage()
    await pictures.removeOrphans()
  }

  /** Answers one request of somebody who was let in. */
  async handle(account: AccountId, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.opened === undefined) throw new Error('Uploads are not open.')
    this.callers.set(request, account)
    if (this.parts.clock.monotonic() - this.sweptAt > SWEEP_EVERY_MS)
      this.removeGarbage().catch((error: unknown) => this.parts.onFailure(error))
    await this.opened.tus.handle(request, response)
  }

  /** Unfinished uploads that expired and pictures that nothing names. */
  async removeGarbage(): Promise<void> {
    this.sweptAt = this.parts.clock.monotonic()
    await this.opened?.store.removeExpired(this.parts.clock.now())
    await this.parts.pictures.removeUnused()
  }

  private server(store: UnfinishedUploads): TusServer {
    return new TusServer({
      path: PATHS.uploads,
      datastore: store,
      relativeLocation: true,
      maxSize: this.parts.maxBytes,
      // Nothing but our own programs has business here: no page of another origin may read an answer.
      allowedOrigins: [],
      namingFunction: (request) => uploadId(this.callerOf(request), this.parts.newId()),
      onUploadCreate: async (_request, { size, metadata }) => {
        const told = sha256Schema.safeParse(metadata?.sha256)
        if (!told.success || size === undefined || !(size > 0)) throw invalidUpload()
        return { metadata: { sha256: told.data } }
      },
      onIncomingRequest: async (request, id) => {
        if (!isUploadId(id) || ownerOf(id) !== this.callerOf(request)) throw uploadNotFound()
        // All bytes had come, and then the server stopped before it had looked at them.
        if (request.method === 'HEAD') await this.settleComplete(store, id)
      },
      onUploadFinish: async (_request, upload) => {
        await this.settle(store, upload)
        return {}
      },
      onResponseError: (_request, error) => {
        const told = asProblem(error)
        if (told.status_code >= 500) this.parts.onFailure(error)
        return told
      },
    })
  }

  private callerOf(request: Request): AccountId {
    const { runtime } = request as { runtime?: { node?: { req: IncomingMessage } } }
    const account = runtime?.node && this.callers.get(runtime.node.req)
    if (account === undefined) throw uploadNotFound()
    return account
  }

  private async settleComplete(store: UnfinishedUploads, id: string): Promise<void> {
    if (!(await store.hasFile(id))) return
    const upload = await store.getUpload(id)
    if (upload.offset === upload.size) await this.settle(store, upload)
  }

  private settle(store: UnfinishedUploads, upload: Upload): Promise<void> {
    const running = this.settling.get(upload.id)
    if (running) return running
    const settling = this.checkAndKeep(store, upload).finally(() => this.settling.delete(upload.id))
    this.settling.set(upload.id, settling)
    return settling
  }

  private async checkAndKeep(store: UnfinishedUploads, { id, size = 0, metadata }: Upload): Promise<void> {
    const sha256 = metadata?.sha256 ?? ''
    const file = store.pathOf(id)
    if ((await hashOf(file)) !== sha256) {
      await store.remove(id)
      throw otherContent()
    }
    await this.parts.pictures.keep(ownerOf(id), { sha256, bytes: size }, file)
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
