import { z } from 'zod'
import { text } from './text.js'
import { instant } from './time-event.js'

/** Of one picture. A server may be set to take less; it tells by 413. */
export const MAX_BLOB_BYTES = 16 * 1024 * 1024

export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the content, hex, lower case.' })

export const imageType = z.enum(['image/png', 'image/jpeg', 'image/webp'])
export type ImageType = z.infer<typeof imageType>

const picture = {
  id: z.uuid().meta({ description: 'UUID made by the client; the idempotency key.' }),
  entryId: z.uuid(),
  takenAt: instant.meta({ description: 'When it was taken. Delivering it late changes nothing about it.' }),
  sha256,
  bytes: z.int().min(1).max(MAX_BLOB_BYTES),
  mediaType: imageType,
}

/** A screenshot of an entry. Its picture was uploaded before, to /v1/uploads; here it is named by its hash only. */
export const screenshotItem = z
  .strictObject({ type: z.literal('screenshot'), ...picture, monitor: text(200).optional() })
  .meta({ id: 'ScreenshotItem' })
export type ScreenshotItem = z.infer<typeof screenshotItem>

export const screenshot = z.object({ ...picture, monitor: z.string().nullable() }).meta({ id: 'Screenshot' })
export type ScreenshotMessage = z.infer<typeof screenshot>

/** `from` and `to` select what was taken in [from, to); newest first; `cursor` comes from the page before. */
export const screenshotsQuery = z.object({
  entryId: z.uuid().optional(),
  from: z.coerce.number().pipe(instant).optional(),
  to: z.coerce.number().pipe(instant).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional(),
})
export const screenshotsPage = z
  .object({ screenshots: z.array(screenshot), nextCursor: z.string().nullable() })
  .meta({ id: 'ScreenshotsPage' })
export type ScreenshotsPage = z.infer<typeof screenshotsPage>
