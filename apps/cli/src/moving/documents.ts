import type { Examined, Plan } from '@meantime/import'

const iso = (at: number): string => new Date(at).toISOString()

/** What was found, as data. */
export function planDocument({ source, entries, leftOut, remarks }: Plan, { fresh, known, overlaps }: Examined) {
  return {
    source,
    entries: entries.length,
    new: fresh.length,
    known,
    delivered: entries.filter(({ delivered }) => delivered).length,
    leftOut,
    remarks,
    overlaps: overlaps.map(({ entry, from, to, with: other }) => {
      return { where: entry.where, description: entry.description, from: iso(from), to: iso(to), with: other }
    }),
  }
}
