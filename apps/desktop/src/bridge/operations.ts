import { z } from 'zod'
import { formerImported, formerOptions, formerPlace, formerView } from './moving.js'
import { aboutView, entryView, segmentView, settingView, shotView, stateView, taskView, undoView } from './shapes.js'

/*
 * All that a renderer can ask of the agent. A query changes nothing; a command has changed the disk when it returns.
 * Both ends check both directions by these schemas.
 */

const time = z.number().int()
const id = z.uuid()
const ids = z.array(id).min(1).max(1000)
const none = z.object({})
const description = z.string().max(5000)
const project = z.string().max(200).nullable()
const stretch = z.object({ from: time, to: time })
/** [from, to), UTC ms. */
const period = stretch

const operation = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output })
const changed = z.object({ entry: entryView, stopped: entryView.optional() })

export const QUERIES = {
  state: operation(none, stateView),
  /** Newest first; entries that overlap the period. */
  entries: operation(period.extend({ limit: z.number().int().max(100_000).default(1000) }), z.array(entryView)),
  /** What was worked on before, best match first: for the start field. */
  suggestions: operation(
    z.object({ text: z.string().max(5000), limit: z.number().int().max(50).default(8) }),
    z.array(z.object({ description: z.string(), project: z.string().nullable(), lastUsedAt: time })),
  ),
  projects: operation(none, z.array(z.string())),
  tasks: operation(
    z.object({
      states: z.array(taskView.shape.state).default([]),
      limit: z.number().int().max(10_000).default(200),
    }),
    z.array(taskView),
  ),
  /** The entry that each of these tasks is about, deleted ones too; a task about none is left out. */
  taskWork: operation(z.object({ ids }), z.array(z.object({ id, description, project }))),
  shots: operation(
    z.object({
      states: z.array(shotView.shape.state).default([]),
      from: time.optional(),
      to: time.optional(),
      limit: z.number().int().max(10_000).default(200),
    }),
    z.array(shotView),
  ),
  /** `data` is base64; throws SHOT_UNKNOWN when there is no picture on this computer. */
  picture: operation(z.object({ id }), z.object({ mediaType: z.string(), data: z.string() })),
  settings: operation(none, z.array(settingView)),
  about: operation(none, aboutView),
  /** The text of a file to save. */
  export: operation(
    period.extend({ format: z.enum(['json', 'csv', 'ics']) }),
    z.object({ name: z.string(), mediaType: z.string(), text: z.string() }),
  ),
  /** Where the former client's database is. */
  former: operation(none, formerPlace),
  /** What `importFormer` would do with the same input. Throws HUBNITY_NOT_FOUND, SOURCE_… */
  lookAtFormer: operation(formerOptions, formerView),
  /** Whose protocol the server at an address speaks, and the address at which it does. `asked`: it answered. */
  whichServer: operation(
    z.object({ server: z.string().max(2048) }),
    z.object({ kind: z.enum(['meantime', 'hubnity']), server: z.string(), asked: z.boolean() }),
  ),
} as const

export const COMMANDS = {
  start: operation(
    z.object({ description: description.default(''), project: project.default(null), at: time.optional() }),
    changed,
  ),
  /** Stops what is open and starts another at the same instant. */
  switch: operation(z.object({ description: description.default(''), project: project.default(null) }), changed),
  pause: operation(none, changed),
  resume: operation(none, changed),
  stop: operation(z.object({ at: time.optional() }), changed),
  addEntry: operation(z.object({ description, project, segments: z.array(stretch).min(1) }), entryView),
  editEntry: operation(
    z.object({
      id,
      changes: z.object({
        description: description.optional(),
        project: project.optional(),
        segments: z.array(segmentView).min(1).optional(),
      }),
    }),
    entryView,
  ),
  /** Two entries of one, at an instant within it. */
  splitEntry: operation(z.object({ id, at: time }), z.array(entryView)),
  /** One entry of several: the first keeps its description and gets the worked time of all. */
  mergeEntries: operation(z.object({ ids: ids.min(2) }), entryView),
  deleteEntries: operation(z.object({ ids }), none),
  /** Takes back the last edit, split, merge, deletion or addition of this agent's run; says what. */
  undo: operation(none, z.object({ undone: undoView })),
  answerOffer: operation(
    z.object({
      id,
      answer: z.discriminatedUnion('kind', [
        z.object({ kind: z.enum(['keep', 'discard', 'stop']) }),
        z.object({ kind: z.literal('split'), description: description.optional(), project: project.optional() }),
      ]),
    }),
    z.array(entryView),
  ),
  syncNow: operation(none, z.object({ status: z.string(), sent: z.number(), left: z.number() })),
  retryTasks: operation(z.object({ ids: ids.optional() }), none),
  discardTasks: operation(z.object({ ids }), z.object({ cancelled: z.number() })),
  signIn: operation(
    z.object({
      email: z.string().max(255),
      password: z.string().max(1024),
      server: z.url().optional(),
      /** Makes the account first. */
      register: z.boolean().default(false),
    }),
    none,
  ),
  signOut: operation(none, none),
  /** How a front end that has signed somebody in by itself hands the tokens over. */
  setAuthTokens: operation(z.object({ accessToken: z.string(), refreshToken: z.string().optional() }), none),
  screenshotsOn: operation(none, none),
  screenshotsOff: operation(none, none),
  screenshotsPause: operation(z.object({ ms: z.number().int().positive() }), z.object({ until: time })),
  screenshotsResume: operation(none, none),
  screenshotsPrivate: operation(z.object({ on: z.boolean() }), none),
  /** Returns what was deleted: what the server has, or is being given, is not among them. */
  deleteShots: operation(z.object({ ids }), z.object({ deleted: z.array(id) })),
  /** Areas in pixels of the picture. */
  redactShot: operation(
    z.object({
      id,
      areas: z.union([
        z.literal('all'),
        z.array(z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })).min(1),
      ]),
    }),
    shotView,
  ),
  /** `value` undefined goes back to the default. Throws SETTING_INVALID. */
  setSetting: operation(z.object({ key: z.string(), value: z.unknown().optional() }), settingView),
  /** Names the server and what it is; what its address says of itself is not written down. */
  chooseServer: operation(z.object({ server: z.string().max(2048), kind: z.enum(['meantime', 'hubnity']) }), none),
  /** Takes over the former client's work. Done again it changes nothing. */
  importFormer: operation(formerOptions, formerImported),
  finishFirstRun: operation(none, none),
} as const

export type QueryName = keyof typeof QUERIES
export type CommandName = keyof typeof COMMANDS
type Operations = typeof QUERIES & typeof COMMANDS
export type OperationName = keyof Operations
/** As a caller writes it: fields with a default may be left out. */
export type Input<N extends OperationName> = z.input<Operations[N]['input']>
/** As a handler gets it. */
export type Received<N extends OperationName> = z.output<Operations[N]['input']>
export type Output<N extends OperationName> = z.output<Operations[N]['output']>
