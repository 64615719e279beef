import { z } from 'zod'
import { activityItem } from './activity.js'
import { screenshotItem } from './screenshot.js'
import { timeEvent } from './time-event.js'

export const MAX_BATCH_ITEMS = 100
/** Of the request's body after decompression, in bytes. */
export const MAX_BATCH_BYTES = 1024 * 1024
/** A client compresses bodies above this many bytes. */
export const GZIP_ABOVE_BYTES = 1024

/** What a batch may carry. */
export const batchItem = z.discriminatedUnion('type', [timeEvent, screenshotItem, activityItem])
export type BatchItem = z.infer<typeof batchItem>

const known = z.string().min(1).max(200).optional().meta({
  description: 'The latest item that this server told this client of, to find out whether it still knows it.',
})

/** What a client sends: every item valid. */
export const syncBatch = z
  .strictObject({ items: z.array(batchItem).min(1).max(MAX_BATCH_ITEMS), known })
  .meta({ id: 'SyncBatch' })
export type SyncBatch = z.infer<typeof syncBatch>

/** What a server accepts as an envelope: each item is then judged alone, so one bad item spoils no other. */
export const syncEnvelope = z.object({
  items: z
    .array(z.looseObject({ id: z.string().min(1).max(200) }))
    .min(1)
    .max(MAX_BATCH_ITEMS),
  known,
})
export type SyncEnvelope = z.infer<typeof syncEnvelope>

/** Says of a screenshot that its picture is not at the server (any more): the client uploads it again. */
export const BLOB_MISSING = 'blob-missing'

/** Says of every item of a batch whose `known` the server does not know that nothing was looked at. */
export const EARLIER_WORK_UNKNOWN = 'earlier-work-unknown'

/** Says of an item that the start of its entry is not at the server. */
export const ENTRY_UNKNOWN = 'entry-unknown'

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

export const syncResult = z
  .object({
    results: z.array(itemResult),
    knows: z.boolean().optional().meta({
      description: 'Whether `known` took effect here. False: the server was restored from a backup; nothing was taken.',
    }),
    latest: z.string().optional().meta({
      description:
        'Of `known` and what is at the server of this batch, the item that took effect last; the next `known`.',
    }),
  })
  .meta({ id: 'SyncResult' })
export type SyncResult = z.infer<typeof syncResult>
