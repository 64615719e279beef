import { z } from 'zod'

export const PROBLEM_CONTENT_TYPE = 'application/problem+json'

/** An error of a whole request (RFC 9457), with our stable code beside the standard members. */
export const problem = z
  .looseObject({
    type: z.string().default('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable, kebab-case: bad-credentials, invalid-grant, invalid-envelope, …' }),
    detail: z.string().optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>
