import { type LegacyRow, start, step } from '@meantime/testkit/legacy-database'

/** Seconds. */
const BEGIN = 1_760_000_000

/** What the writer adds in its n-th transaction: an entry of 30 s, and something large around it. */
export function writtenEntry(n: number): LegacyRow[] {
  const at = BEGIN + n * 60
  return [
    { entity_type: 'filler', payload: 'f'.repeat(3000 + (n % 7) * 900), status: 'sent', created_at: at },
    { ...start(`Written ${n}`), created_at: at },
    { ...step('stop', `temp-${n}`), created_at: at + 30 },
  ]
}

/** What a list of descriptions shows of it: the first so many, without a hole; or what is wrong. */
export function checkWritten(descriptions: readonly string[]): string | undefined {
  const missing = descriptions.findIndex((_, n) => !descriptions.includes(`Written ${n}`))
  return missing === -1
    ? undefined
    : `of ${descriptions.length} entries that were written, number ${missing} is not there`
}
