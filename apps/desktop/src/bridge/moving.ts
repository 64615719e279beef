import { z } from 'zod'

/* Moving in from the former client (Hubnity): what a window asks about it, and what it is told. */

const time = z.number().int()
const count = z.number().int().nonnegative()
/** How many there are, and how many of them are not here yet. */
const found = z.object({ found: count, fresh: count })

export const formerOptions = z.object({
  /** The database, or the folder that it lies in. @default where the former client keeps it */
  path: z.string().min(1).max(4096).optional(),
  /** Takes also what was never stopped, ended at the last that is known of it. */
  endOpen: z.boolean().default(false),
  /** Takes also time of days that no task explains, marked as such. */
  dayTotals: z.boolean().default(false),
  /** Delivers also what the former server has. */
  resend: z.boolean().default(false),
  screenshots: z.boolean().default(true),
  /** Their ids of projects to names of ours; one without a name keeps its id. */
  projects: z.record(z.string().max(200), z.string().max(200)).default({}),
})

export const LEFT_OUT = [
  'unreadable',
  'unknown-kind',
  'time-missing',
  'start-missing',
  'still-open',
  'end-missing',
  'ends-before-start',
  'in-the-future',
  'clock-skipped',
  'given-up',
  'other-person',
  'no-picture',
  'repeated',
] as const

/** What an import would do; nothing was changed. */
export const formerView = z.object({
  file: z.string(),
  /** Rows of its queue that could be read. */
  tasks: count,
  toDeliver: found,
  keptHere: found,
  days: found,
  screenshots: found.extend({ waiting: count }),
  /** Of the entries that are not here yet. */
  work: z.object({ from: time, to: time, ms: z.number().nonnegative() }).nullable(),
  /** Stretches of new entries where other work is recorded already. */
  overlaps: count,
  /** What could not be known, and what was assumed instead. */
  facts: z.object({
    delivered: count,
    continued: count,
    halfDelivered: count,
    withoutServerId: count,
    withoutEnd: count,
    endGuessed: count,
    endedAtPause: count,
    doubtful: count,
    clockBack: count,
    senseless: count,
    shortened: count,
    unexplainedDays: count,
    strandedPictures: count,
    ofOthers: count,
  }),
  unnamedProjects: z.array(z.string()),
  /** Entries that the former server goes on showing as running, the first of them. */
  toEnd: z.array(z.object({ description: z.string(), endedAt: time })),
  /** What stays where it is, and why, with the first few of each. */
  leftOut: z.array(
    z.object({
      reason: z.enum(LEFT_OUT),
      count,
      examples: z.array(z.object({ where: z.string(), detail: z.string() })),
    }),
  ),
})
export type FormerView = z.infer<typeof formerView>

export const formerImported = z.object({
  imported: count,
  /** Here before; nothing about them was changed. */
  known: count,
  pictures: count,
  /** Of entries that were deleted here since, or cannot be read any more. */
  leftPictures: count,
  /** The queue is full: they come with the next import. */
  waitingPictures: count,
})

/** Where `former` found the database; null when it is in none of the places. */
export const formerPlace = z.object({ file: z.string().nullable(), places: z.array(z.string()) })

export const movingNotice = z.object({
  kind: z.literal('moving'),
  what: z.enum(['copying', 'reading', 'entries', 'pictures']),
  done: z.number().nonnegative(),
  of: z.number().nonnegative().optional(),
})
export type MovingNotice = z.infer<typeof movingNotice>
