import { z } from 'zod'
import { screenshotItem } from './screenshot.js'
import { timeEvent } from './time-event.js'

export const MAX_BATCH_ITEMS = 100
/** Of the request's body after decompression, in bytes. */
export const MAX_BATCH_BYTES = 1024 * 1024
/** A client compresses bodies above this many bytes. */
export const GZIP_ABOVE_BYTES = 1024

/** What a batch may carry. Activity samples join this union with their own issue. */
export const batchItem = z.discriminatedUnion('type', [timeEvent, screenshotItem])
export type BatchItem = z.infer<typeof batchItem>

/** What a client sends: every item valid. */
export const syncBatch = z
  .strictObject({ items: z.array(batchItem).min(1).max(MAX_BATCH_ITEMS) })
  .meta({ id: 'SyncBatch' })
export type SyncBatch = z.infer<typeof syncBatch>

/** What a server accepts as an envelope: each item is then judged alone, so one bad item spoils no other. */
export const syncEnvelope = z.object({
  items: z
    .array(z.looseObject({ id: z.string().min(1).max(200) }))
    .min(1)
    .max(MAX_BATCH_ITEMS),
})
export type SyncEnvelope = z.infer<typeof syncEnvelope>

/** Says of a screenshot that its picture is not at the server (any more): the client uploads it again. */
export const BLOB_MISSING = 'blob-missing'

export const itemProblem = z
  .object({
    code: z
      .string()
      .meta({ description: 'Stable, kebab-case: invalid-item, idempotency-conflict, entry-unknown, blob-missing, …' }),
    detail: z.string().meta({ description: 'One sentence for a person.' }),
  })
  .meta({ id: 'ItemProblem' })

export const itemResult = z
  .discriminatedUnion('status', [
    z.object({ id: z.string(), status: z.literal('applied') }),
    z.object({ id: z.string(), status: z.literal('duplicate') }),
    z.object({ id: z.string(), status: z.literal('rejected'), problem: itemProblem }),
    z.object({
      id: z.string(),
      status: z.literal('retry'),
      retryAfterMs: z.int().min(0).optional(),
      problem: itemProblem,
    }),
    z.object({ id: z.string(), status: z.literal('blocked'), problem: itemProblem }),
  ])
  .meta({ id: 'ItemResult' })
export type ItemResult = z.infer<typeof itemResult>

export const syncResult = z.object({ results: z.array(itemResult) }).meta({ id: 'SyncResult' })
export type SyncResult = z.infer<typeof syncResult>
