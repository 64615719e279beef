import { z } from 'zod'
import { noticeView } from './answer.js'
import { problemView } from './shapes.js'

/*
 * What a shell and the agent that it started say to each other over the channel between the two processes. Both ends check
 * what arrives; JSON only, since the two need not be the same version of Node.
 */

const id = z.number().int().nonnegative()
const unknownOr = <T extends z.ZodType>(schema: T) => z.union([schema, z.literal('unknown')])

/** What the shell knows of the person; `unknown` where its desktop does not tell. */
export const personView = z.object({ idleMs: unknownOr(z.number().nonnegative()), locked: unknownOr(z.boolean()) })
export type PersonView = z.infer<typeof personView>

export const toAgent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), id, name: z.string().max(100), input: z.unknown() }),
  z.object({ kind: z.literal('person'), id, person: personView }),
  /** Just now; the agent need not wait for its next look. */
  z.object({ kind: z.literal('power'), change: z.enum(['suspend', 'resume', 'lock', 'unlock']) }),
  /** End in order. A channel that closes means the same: the shell is gone. */
  z.object({ kind: z.literal('end') }),
])
export type ToAgent = z.infer<typeof toAgent>

export const fromAgent = z.discriminatedUnion('kind', [
  /** Questions are answered from now on. */
  z.object({ kind: z.literal('ready') }),
  /** It cannot work, such as beside another agent on the folder, and ends; starting it again would change nothing. */
  z.object({ kind: z.literal('refused'), problem: problemView }),
  /** `answer` is what `openAnswer` opens. */
  z.object({ kind: z.literal('answer'), id, answer: z.unknown() }),
  z.object({ kind: z.literal('notice'), notice: noticeView }),
  /** The person started Meantime once more: they want to see it. */
  z.object({ kind: z.literal('show') }),
  /** To be answered with `person`. */
  z.object({ kind: z.literal('person?'), id }),
])
export type FromAgent = z.infer<typeof fromAgent>
