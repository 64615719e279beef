import { z } from 'zod'

export const PROTOCOL_VERSION = 1

/** `name` is how a client knows that a Meantime server answers, and not something else. */
export const health = z
  .object({
    name: z.literal('meantime'),
    protocol: z.literal(PROTOCOL_VERSION),
    version: z.string(),
    status: z.literal('ok'),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof health>
