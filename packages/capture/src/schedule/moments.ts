import { createHmac } from 'node:crypto'

/** A stretch of UTC time, `from` included, `to` not, and the one moment in it at which a picture is due. UTC ms. */
export interface Interval {
  readonly from: number
  readonly to: number
  readonly at: number
}

/** What makes the moments unpredictable: whoever does not have it learns nothing from earlier moments. */
export type Seed = string

/**
 * The interval that `now` lies in. Intervals are counted from 1970 in UTC, so that every start of a program sees the
 * same ones; the moment is uniform over the interval, by a keyed hash of the interval's place (HMAC-SHA256, RFC 2104).
 */
export function intervalAt(now: number, lengthMs: number, seed: Seed): Interval {
  const from = Math.floor(now / lengthMs) * lengthMs
  return { from, to: from + lengthMs, at: from + Math.floor(chance(`${lengthMs}:${from}`, seed) * lengthMs) }
}

export const nextInterval = ({ to }: Interval, lengthMs: number, seed: Seed): Interval => intervalAt(to, lengthMs, seed)

/** Uniform in [0, 1), the same for the same words and seed. */
function chance(words: string, seed: Seed): number {
  const bits = createHmac('sha256', seed).update(words).digest().readUIntBE(0, 6)
  return bits / 2 ** 48
}
