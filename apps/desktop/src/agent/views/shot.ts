import type { Shot } from '@meantime/core'
import type { ShotView } from '../../bridge/shapes.js'

export function shotView(shot: Shot): ShotView {
  const { id, entryId, takenAt, monitor, state, reason, picture, holdUntil } = shot
  return {
    id,
    entryId,
    takenAt,
    state,
    ...(monitor === undefined ? {} : { monitor }),
    ...(reason === undefined ? {} : { reason }),
    ...(holdUntil === undefined ? {} : { holdUntil }),
    ...(picture === undefined ? {} : { picture: pictureView(picture) }),
  }
}

function pictureView({ mediaType, bytes, width, height, redacted }: NonNullable<Shot['picture']>) {
  return { mediaType, bytes, width, height, redacted }
}
