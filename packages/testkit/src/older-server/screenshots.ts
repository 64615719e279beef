import { createHash } from 'node:crypto'
import { badRequest, forbidden, notFound } from './refusal.js'
import type { OlderScreenshot, OlderTables, OlderUser } from './rows.js'

const DATA_URL = /^data:image\/(?:png|jpeg|jpg|webp);base64,/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

interface Shelf {
  readonly tables: OlderTables
  readonly now: number
  readonly newId: () => string
  /** The server's disk takes nothing. */
  readonly broken: boolean
}

/** POST /screenshots: nothing makes two of the same picture one. */
export function addScreenshot(
  { tables, now, newId, broken }: Shelf,
  caller: OlderUser,
  imageData: string,
  timeEntryId: string,
): object {
  const entry = tables.entries.find(({ id }) => id === timeEntryId)
  if (!entry) throw notFound(`Time entry with ID ${timeEntryId} not found`)
  if (caller.role !== 'ADMIN' && entry.userId !== caller.id)
    throw forbidden('You can only upload screenshots for your own time entries')
  const picture = decode(imageData)
  // One message for a picture that is none and for a disk that is full.
  if (!isPicture(picture) || broken) throw badRequest('Failed to save screenshot')
  const sha256 = createHash('sha256').update(picture).digest('hex')
  const shot: OlderScreenshot = { id: newId(), timeEntryId, bytes: picture.byteLength, sha256, timestamp: now }
  tables.screenshots.push(shot)
  return screenshotMessage(shot)
}

export function screenshotMessage({ id, timeEntryId, timestamp }: OlderScreenshot): object {
  const at = new Date(timestamp).toISOString()
  return { id, timeEntryId, imageUrl: `/uploads/${id}.jpg`, thumbnailUrl: `/uploads/${id}.small.jpg`, timestamp: at }
}

function decode(imageData: string): Buffer {
  if (imageData.startsWith('data:') && !DATA_URL.test(imageData)) throw badRequest('Invalid image data format')
  const base64 = imageData.replace(DATA_URL, '')
  if (!BASE64.test(base64)) throw badRequest('Invalid base64 encoding')
  return Buffer.from(base64, 'base64')
}

function isPicture(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 12)
  return head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG\r\n\x1a\n') || /^RIFF....WEBP/s.test(head)
}
