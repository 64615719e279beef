import { z } from 'zod'
import { text } from './text.js'
import { instant } from './time-event.js'

/** Of one sample. */
export const MAX_ACTIVITY_MINUTES = 60

export const activityMinute = z
  .strictObject({
    level: z.enum(['none', 'some', 'lots']).optional().meta({
      description: 'How much input there was; absent where the system does not tell. Never what it was.',
    }),
    app: text(200).optional().meta({ description: 'The program in front; absent where unknown or excluded.' }),
    title: text(500).optional().meta({ description: 'Only where its person allowed titles.' }),
  })
  .meta({ id: 'ActivityMinute' })
export type ActivityMinute = z.infer<typeof activityMinute>

const sample = {
  id: z.uuid().meta({ description: 'UUID made by the client; the idempotency key.' }),
  entryId: z.uuid(),
  from: instant.meta({ description: 'The beginning of the first minute.' }),
  minutes: z.array(activityMinute).min(1).max(MAX_ACTIVITY_MINUTES).meta({
    description: 'One for each 60 seconds since `from`, without a gap.',
  }),
}

/** Some minutes of an entry. */
export const activityItem = z.strictObject({ type: z.literal('activity'), ...sample }).meta({ id: 'ActivityItem' })
export type ActivityItem = z.infer<typeof activityItem>

export const activitySample = z.object(sample).meta({ id: 'ActivitySample' })
export type ActivitySampleMessage = z.infer<typeof activitySample>

/** `from` and `to` select samples that began in [from, to); newest first; `cursor` comes from the page before. */
export const activityQuery = z.object({
  entryId: z.uuid().optional(),
  from: z.coerce.number().pipe(instant).optional(),
  to: z.coerce.number().pipe(instant).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional(),
})
export const activityPage = z
  .object({ samples: z.array(activitySample), nextCursor: z.string().nullable() })
  .meta({ id: 'ActivityPage' })
export type ActivityPage = z.infer<typeof activityPage>
