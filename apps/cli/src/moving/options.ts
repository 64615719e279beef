import type { FoundEntry } from '@meantime/import'

/** What every `meantime import …` takes. */
export interface MovingOptions {
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly map: readonly string[]
  readonly keepHere?: boolean
}

/** With --keep-here nothing is delivered. */
export function asWanted(entries: readonly FoundEntry[], { keepHere }: MovingOptions): readonly FoundEntry[] {
  return keepHere ? entries.map((entry) => ({ ...entry, delivered: true })) : entries
}
