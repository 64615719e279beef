import type { Row } from './life.js'

/** Seconds. */
const BEGIN = 1_760_000_000

/** What the writer adds in its n-th transaction: an entry of 30 s, and something large around it. */
export function writtenEntry(n: number): Row[] {
  const at = BEGIN + n * 60
  const row = (entity_type: string, payload: unknown, created_at: number): Row => {
    return { entity_type, payload: JSON.stringify(payload), status: 'pending', created_at }
  }
  const filler: Row = {
    entity_type: 'filler',
    payload: 'f'.repeat(3000 + (n % 7) * 900),
    status: 'sent',
    created_at: at,
  }
  const start = row('time_entry_start', { projectId: 'p', userId: 'u-1', description: `Written ${n}` }, at)
  return [filler, start, row('time_entry_stop', { id: `temp-${n}` }, at + 30)]
}

/** What a list of descriptions shows of it: the first so many, without a hole; or what is wrong. */
export function checkWritten(descriptions: readonly string[]): string | undefined {
  const missing = descriptions.findIndex((_, n) => !descriptions.includes(`Written ${n}`))
  return missing === -1
    ? undefined
    : `of ${descriptions.length} entries that were written, number ${missing} is not there`
}
