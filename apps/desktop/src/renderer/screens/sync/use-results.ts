import { useSyncExternalStore } from 'react'
import type { SyncView } from '../../../bridge/shapes.js'

type Result = NonNullable<SyncView['last']>

const KEPT = 8
let seen: readonly Result[] = []
const listeners = new Set<() => void>()

/** The agent keeps the last result only; the window remembers those that it was told. */
export function noteResult(last: Result | undefined): void {
  if (!last || seen.some(({ at }) => at === last.at)) return
  seen = [last, ...seen].slice(0, KEPT)
  for (const listener of listeners) listener()
}

export const useResults = (): readonly Result[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => seen,
  )
