import type { EntryId, TaskId } from '../domain/ids.js'
import { MeantimeError } from '../errors.js'
import type { NewScreenshot, ScreenshotOutbox } from '../screenshot-outbox.js'

export interface LegacyScreenshot {
  /** `data:image/jpeg;base64,…` or the bare base64 of such a picture. */
  readonly imageData: string
  readonly timeEntryId: string
  /** UTC ms. */
  readonly takenAt: number
}

/** Takes the predecessor's picture out of its base64 and keeps it as a file. */
export async function addLegacyScreenshot(
  outbox: Pick<ScreenshotOutbox, 'add'>,
  { imageData, timeEntryId, takenAt }: LegacyScreenshot,
): Promise<TaskId> {
  const picture = legacyPicture(imageData)
  if (!picture) throw unreadable()
  return outbox.add({ entryId: timeEntryId as EntryId, takenAt, ...picture })
}

/** What the predecessor's `imageData` shows; undefined when that is no JPEG, PNG or WebP in base64. */
export function legacyPicture(imageData: unknown): Pick<NewScreenshot, 'bytes' | 'mediaType'> | undefined {
  const bytes = decode(imageData)
  const mediaType = bytes && mediaTypeOf(bytes)
  return mediaType && { bytes, mediaType }
}

function decode(imageData: unknown): Buffer | undefined {
  if (typeof imageData !== 'string') return undefined
  const base64 = imageData.replace(/^data:image\/[a-z]+;base64,/, '')
  // Node skips what is no base64; a picture with holes is no picture.
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : undefined
}

/** By the first bytes, because the predecessor called every picture a JPEG. */
function mediaTypeOf(bytes: Buffer): NewScreenshot['mediaType'] | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  if (bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return 'image/png'
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp'
  return undefined
}

/** The picture itself stays out of the message. */
function unreadable(): MeantimeError {
  return new MeantimeError({
    code: 'LEGACY_PAYLOAD_UNREADABLE',
    kind: 'input',
    message: 'The picture is not a JPEG, PNG or WebP in base64.',
    safe: 'Your tracked time is not affected.',
  })
}
