import type { BlobCheck, PendingUpload } from '../ports/blobs.js'
import type { Reason } from '../ports/queue.js'
import { isTransportError } from '../ports/transport.js'
import type { Secret } from '../secret.js'
import type { Session } from './delivery.js'
import type { UploaderDeps } from './uploader.js'

export interface UploadWatch {
  readonly signal: AbortSignal
  readonly progress: (bytes: number) => void
}

const LOST: Readonly<Record<Exclude<BlobCheck, 'sound'>, Reason>> = {
  missing: { code: 'BLOB_MISSING', message: 'Its picture is no longer on this computer; it cannot be delivered.' },
  damaged: { code: 'BLOB_DAMAGED', message: 'Its picture was damaged on the disk; it cannot be delivered.' },
  'no-key': {
    code: 'BLOB_KEY_LOST',
    message: 'The key that its picture was encrypted with is gone from this computer; it cannot be delivered.',
  },
}

/**
 * Brings one picture to the server. Resolves with a reason when there is nothing to bring: what is on the disk is not
 * what was put there. Throws what the transport throws, and AUTH_REQUIRED.
 */
export async function uploadOne(
  upload: PendingUpload,
  deps: UploaderDeps,
  session: Session,
  watch: UploadWatch,
): Promise<Reason | undefined> {
  const state = await deps.blobs.check(upload)
  if (state !== 'sound') return LOST[state]
  const content = await deps.blobs.open(upload.sha256)
  if (content === undefined) return LOST.missing
  let current = upload
  const send = (token: Secret) =>
    deps.transport.upload(current, content, {
      token,
      ...watch,
      begun: async (uploadId) => {
        current = { ...current, uploadId }
        await deps.ledger.begun(session.account, upload.sha256, uploadId)
      },
    })
  const { token } = session
  try {
    await send(token)
  } catch (error) {
    if (!isTransportError(error, 'unauthorized')) throw error
    // Another upload or a batch may have been refused before us, and have the new token already.
    if (session.token === token) session.token = await deps.auth.getFreshToken(token, session.account)
    await send(session.token)
  } finally {
    await content.close()
  }
  return undefined
}
