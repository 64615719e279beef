import type { Reason } from '@meantime/core'
import type { Tried } from './kept.js'
import type { Lane, Step } from './lane.js'
import type { Wanted } from './wanted.js'
import { toFields } from './wanted.js'

/** An entry to be made at the server, and what came of it. */
export interface Creation {
  readonly lane: Lane
  readonly step: Step
  readonly wanted: Wanted
  readonly key: string
  /** What was sent of it before this batch. */
  readonly tried: readonly Tried[]
  made?: Made
}

export type Made =
  /** It holds what was sent. */
  | { readonly kind: 'created'; readonly id: string }
  /** It was there; what it holds is not known. */
  | { readonly kind: 'exists'; readonly id: string }
  /** The server will never take it as it is. */
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'later'; readonly reason: Reason; readonly afterMs?: number }

/** As an item of `/time-entries/sync`; of the names that may stand in one, no others. */
export function toItem({ wanted, key, step }: Creation, userId: string): object {
  const { projectId, ...rest } = toFields(wanted)
  const { zone } = step.entry
  return {
    idempotencyKey: key,
    userId,
    ...rest,
    ...(projectId === null ? {} : { projectId }),
    ...(zone !== '' && zone.length <= 64 ? { timezone: zone } : {}),
  }
}
