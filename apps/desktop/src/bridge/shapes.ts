import { z } from 'zod'

/*
 * What the renderer sees. Plain JSON: every value here crosses a process. Times are UTC ms, lengths are ms; what they
 * look like in the person's zone and locale is the renderer's business.
 */

const time = z.number().int()
const id = z.uuid()

export const segmentView = z.object({ from: time, to: time.nullable() })

export const entryView = z.object({
  id,
  state: z.enum(['running', 'paused', 'stopped']),
  description: z.string(),
  project: z.string().nullable(),
  /** IANA; where it was recorded. */
  zone: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
  /** Worked time in order; the last one is open while it runs. */
  segments: z.array(segmentView),
  /** Not all of it is at the server yet. */
  waits: z.boolean(),
})
export type EntryView = z.infer<typeof entryView>

export const offerView = z.object({
  id,
  entryId: id,
  description: z.string(),
  causes: z.array(z.enum(['idle', 'lock', 'sleep', 'crash', 'forgotten'])),
  from: time,
  to: time,
  /** How much of the entry's worked time lies in it. */
  ms: z.number(),
})
export type OfferView = z.infer<typeof offerView>

export const problemView = z.object({
  code: z.string(),
  message: z.string(),
  safe: z.string().optional(),
  hint: z.string().optional(),
})
export type ProblemView = z.infer<typeof problemView>

export const countsView = z.object({
  pending: z.number(),
  leased: z.number(),
  failed: z.number(),
  dead: z.number(),
  sent: z.number(),
  cancelled: z.number(),
  dropped: z.number(),
})

export const syncView = z.object({
  /** `syncing` while a run of this agent or of another program is under way. */
  phase: z.enum(['idle', 'syncing']),
  counts: countsView,
  /** Of the run under way. */
  progress: z.object({ sent: z.number(), left: z.number(), bytes: z.number(), limit: z.number() }).optional(),
  last: z
    .object({
      at: time,
      status: z.enum(['drained', 'waiting', 'offline', 'failing', 'refused', 'busy', 'cancelled', 'auth-required']),
      sent: z.number(),
      problem: problemView.optional(),
      deliveredAt: time.optional(),
    })
    .optional(),
})
export type SyncView = z.infer<typeof syncView>

export const taskView = z.object({
  id,
  lane: z.string(),
  entityType: z.string(),
  state: z.enum(['pending', 'leased', 'failed', 'dead', 'sent', 'cancelled']),
  attempts: z.number(),
  createdAt: time,
  notBefore: time.optional(),
  sentAt: time.optional(),
  reason: z.object({ code: z.string(), message: z.string() }).optional(),
})
export type TaskView = z.infer<typeof taskView>

export const shotView = z.object({
  id,
  entryId: id,
  takenAt: time,
  monitor: z.string().optional(),
  state: z.enum(['held', 'queued', 'sent', 'deleted', 'dropped', 'skipped']),
  reason: z.string().optional(),
  holdUntil: time.optional(),
  picture: z
    .object({
      mediaType: z.string(),
      bytes: z.number(),
      width: z.number(),
      height: z.number(),
      redacted: z.union([z.number(), z.literal('all')]),
    })
    .optional(),
})
export type ShotView = z.infer<typeof shotView>

export const captureView = z.object({
  /** Agreed to, and the settings go no further than what was agreed to. */
  on: z.boolean(),
  agreedAt: time.optional(),
  /** How the settings go further than what was agreed to: in English words, and in parts. Numbers are minutes or pixels. */
  further: z.array(
    z.object({
      kind: z.enum(['interval', 'screens', 'coolingOff', 'readable', 'width', 'idle', 'period', 'app', 'title']),
      now: z.number().optional(),
      agreed: z.number().optional(),
      name: z.string().optional(),
      words: z.string(),
    }),
  ),
  pausedUntil: time.optional(),
  private: z.boolean(),
  privatePeriod: z.string().optional(),
  held: z.number(),
  trouble: problemView.optional(),
})
export type CaptureView = z.infer<typeof captureView>
export type FurtherView = CaptureView['further'][number]

export const accountView = z.object({ email: z.string(), server: z.string(), signedIn: z.boolean() })
export type AccountView = z.infer<typeof accountView>

/** A change of this run of the agent that can be taken back. */
export const undoView = z.object({
  kind: z.enum(['add', 'edit', 'split', 'merge', 'delete']),
  /** How many it was about. */
  entries: z.number(),
  /** Of the first of them. */
  description: z.string(),
})
export type UndoView = z.infer<typeof undoView>

/** Everything that the window always shows, in one answer. */
export const stateView = z.object({
  /** The agent's clock, so that no timer trusts the renderer's alone. */
  now: time,
  zone: z.string(),
  account: accountView.nullable(),
  /** The server that would be signed in at. */
  server: z.string().nullable(),
  current: entryView.nullable(),
  offers: z.array(offerView),
  sync: syncView,
  capture: captureView,
  /** What `undo` would take back; absent when there is nothing. */
  undo: undoView.optional(),
  /** Nobody has finished the first run on this data folder. */
  firstRun: z.boolean(),
  /** Which program takes pictures and notices absence: this agent, or another one (`meantime agent`) with its process. */
  recorder: z.object({ here: z.boolean(), pid: z.number().optional() }).optional(),
})
export type StateView = z.infer<typeof stateView>

export const settingView = z.object({
  key: z.string(),
  value: z.unknown(),
  default: z.unknown(),
  origin: z.enum(['flag', 'environment', 'file', 'default']),
  /** For people: where the value comes from. A setting from a flag or the environment cannot be changed here. */
  source: z.string(),
  /** What it is set to cannot be read; `value` is the default then. */
  problem: problemView.optional(),
})
export type SettingView = z.infer<typeof settingView>

export const aboutView = z.object({
  version: z.string(),
  node: z.string(),
  sqlite: z.string(),
  dataFolder: z.string(),
  deviceId: z.string(),
})
export type AboutView = z.infer<typeof aboutView>
