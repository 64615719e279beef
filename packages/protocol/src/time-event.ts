import { z } from 'zod'
import { text } from './text.js'

/** UTC milliseconds. The lower bound is 1970; the upper one the largest a JavaScript Date holds. */
export const instant = z.int().min(0).max(8_640_000_000_000_000).meta({ description: 'UTC milliseconds since 1970' })

export const segment = z
  .strictObject({ from: instant, to: instant.nullable() })
  .refine(({ from, to }) => to === null || to >= from, { message: 'ends before it starts' })
  .meta({ id: 'Segment', description: 'A stretch of worked time; `to` is null while it runs.' })

const description = text(5000)
const project = text(200).nullable()

const fields = {
  id: z.uuid().meta({ description: 'UUID made by the client; the idempotency key.' }),
  entryId: z.uuid(),
  occurredAt: instant.meta({ description: 'When it happened for the person. Syncing late changes nothing about it.' }),
  recordedAt: instant,
  zone: text(64).meta({ description: 'IANA time zone the person was in.' }),
  deviceId: text(64),
  seq: z.int().min(0).meta({ description: 'Grows by recording, per device.' }),
}

/** One thing that happened to a time entry. */
export const timeEvent = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('time_entry_start'), ...fields, description, project }),
    z.strictObject({ type: z.literal('time_entry_pause'), ...fields }),
    z.strictObject({ type: z.literal('time_entry_resume'), ...fields }),
    z.strictObject({ type: z.literal('time_entry_stop'), ...fields }),
    z.strictObject({
      type: z.literal('time_entry_edit'),
      ...fields,
      changes: z.strictObject({
        description: description.optional(),
        project: project.optional(),
        segments: z.array(segment).min(1).max(1000).optional(),
      }),
    }),
    z.strictObject({ type: z.literal('time_entry_delete'), ...fields }),
  ])
  .meta({ id: 'TimeEvent' })

export type TimeEventMessage = z.infer<typeof timeEvent>
