import {
  type BlobStore,
  type ClaimedTask,
  type Outcome,
  type Reason,
  type TaskId,
  TransportError,
} from '@meantime/core'
import { record, type Said } from './answer.js'
import { NoAnswer } from './http.js'
import type { Asker, HubnityApi } from './hubnity-api.js'
import type { Kept, Mapping } from './kept.js'
import { blocked } from './lane.js'
import { refusal } from './refusals.js'

/** As JSON the server takes 10 MiB; base64 makes four bytes out of three. */
const MAX_BYTES = 7_800_000
/** One message means a bad picture and a full disk at the server: only the second passes by waiting. */
const REFUSED_AFTER = 5
/** A picture on a slow line; still shorter than a lease. */
const SLOWER = 2

interface Parts {
  readonly api: HubnityApi
  readonly mapping: Mapping
  readonly asker: Asker
  readonly blobs: BlobStore | undefined
  readonly timeoutMs: number
}

/**
 * Sends pictures one by one. Nothing at the server makes two of the same one, so it is written down before a picture goes
 * out, and one whose answer was lost is looked for before it goes again. Where the server does not tell what it has, a
 * person decides.
 */
export class ScreenshotDelivery {
  constructor(private readonly parts: Parts) {}

  async send(task: ClaimedTask): Promise<Outcome> {
    if (task.entityType !== 'screenshot') return rejected('not-supported', 'This server takes no activity samples.')
    const { entryId, sha256, bytes, mediaType } = record(task.payload)
    if (typeof entryId !== 'string' || typeof sha256 !== 'string' || typeof bytes !== 'number')
      return rejected('invalid-payload', 'This cannot be sent: it holds no screenshot.')
    if (bytes > MAX_BYTES) return rejected('BLOB_TOO_LARGE', 'Its picture is larger than the server takes.')
    const { mapping } = this.parts
    const kept = await mapping.entry(entryId)
    if (kept.remote === undefined) {
      if (kept.entry?.state === 'deleted') return rejected('entry-deleted', 'Its entry was deleted before it arrived.')
      return blocked({ code: 'entry-unknown', message: 'The start of its entry is not at the server.' })
    }
    if ((await mapping.shot(task.id))?.state === 'sent') return { kind: 'duplicate' }
    const doubt = kept.shooting ? await this.resolve(entryId, kept.remote, kept) : undefined
    if (doubt === 'there' && kept.shooting === task.id) return { kind: 'duplicate' }
    if (doubt === 'untold' && kept.shooting) await this.noteUnsure(kept.shooting)
    if ((await mapping.shot(task.id))?.state === 'unsure') {
      // The next time it comes here it was a person who sent it on its way again.
      await mapping.keepShot(task.id, { state: 'told' })
      return { kind: 'rejected', reason: UNSURE }
    }
    const image = await this.read(sha256, typeof mediaType === 'string' ? mediaType : 'image/jpeg')
    if (image === undefined) return rejected('BLOB_MISSING', 'Its picture is no longer on this computer.')
    return this.post(task, { entryId, remote: kept.remote, image })
  }

  /** Whether the picture whose answer was lost has arrived: it is the one of its entry that is not known yet. */
  private async resolve(entryId: string, remote: string, kept: Kept): Promise<'there' | 'missing' | 'untold'> {
    const { api, asker } = this.parts
    const there = await api.screenshotsOf(remote, asker)
    if (there === undefined) return 'untold'
    const unknown = there.find((id) => !kept.shots?.includes(id))
    if (unknown === undefined || !kept.shooting) return 'missing'
    await this.arrived(kept.shooting, entryId, unknown)
    return 'there'
  }

  /** Before another picture of its entry takes the place in which the doubt about it is written. */
  private async noteUnsure(task: TaskId): Promise<void> {
    const { mapping } = this.parts
    if ((await mapping.shot(task)) === undefined) await mapping.keepShot(task, { state: 'unsure' })
  }

  private async post(
    task: ClaimedTask,
    { entryId, remote, image }: { readonly entryId: string; readonly remote: string; readonly image: string },
  ): Promise<Outcome> {
    const { api, asker, mapping, timeoutMs } = this.parts
    await mapping.keep(entryId, { shooting: task.id })
    // What a person has agreed to is this once: when this answer is lost too, they are asked again.
    await mapping.keepShot(task.id, undefined)
    let said: Said
    try {
      said = await api.screenshot({ imageData: image, timeEntryId: remote }, asker, timeoutMs * SLOWER)
    } catch (error) {
      if (isCertainlyNotThere(error)) await mapping.keep(entryId, { shooting: null })
      throw error
    }
    if (said.status === 200 || said.status === 201) {
      await this.arrived(task.id, entryId, record(said.body).id)
      return { kind: 'applied' }
    }
    if (said.status >= 500) throw new TransportError({ failure: 'server', message: 'The server failed on a picture.' })
    await mapping.keep(entryId, { shooting: null })
    return this.judge(task, said)
  }

  private judge(task: ClaimedTask, said: Said): Outcome {
    if (said.status === 404) return blocked({ code: 'entry-unknown', message: 'The server has lost its entry.' })
    if (said.status === 413) return rejected('BLOB_TOO_LARGE', 'Its picture is larger than the server takes.')
    const reason = refusal(said)
    const mayPass = /failed to save/i.test(said.message) && task.attempts + 1 < REFUSED_AFTER
    return mayPass ? { kind: 'retry', reason } : { kind: 'rejected', reason }
  }

  private async arrived(task: TaskId, entryId: string, id: unknown): Promise<void> {
    const { mapping } = this.parts
    const { shots = [] } = await mapping.entry(entryId)
    await mapping.keepShot(task, { state: 'sent' })
    await mapping.keep(entryId, { shooting: null, ...(typeof id === 'string' ? { shots: [...shots, id] } : {}) })
  }

  private async read(sha256: string, mediaType: string): Promise<string | undefined> {
    const content = await this.parts.blobs?.open(sha256)
    if (!content) return undefined
    try {
      const pieces: Uint8Array[] = []
      for (let offset = 0; offset < content.bytes; ) {
        const piece = await content.read(offset, content.bytes - offset)
        if (piece.byteLength === 0) return undefined
        pieces.push(piece)
        offset += piece.byteLength
      }
      return `data:${mediaType};base64,${Buffer.concat(pieces).toString('base64')}`
    } finally {
      await content.close()
    }
  }
}

const UNSURE: Reason = {
  code: 'maybe-delivered',
  message:
    'The answer was lost and this server does not tell what it has: the picture may be there. Retry sends it again.',
}

/** No connection was made, or the server answered before it looked at the picture. */
function isCertainlyNotThere(error: unknown): boolean {
  if (error instanceof NoAnswer) return !error.mayHaveArrived
  return error instanceof TransportError && (error.failure === 'throttled' || error.failure === 'unauthorized')
}

const rejected = (code: string, message: string): Outcome => ({ kind: 'rejected', reason: { code, message } })
