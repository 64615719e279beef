/** Seconds that `work` took. */
export async function seconds(work: () => unknown): Promise<number> {
  const begun = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - begun) / 1e9
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** `q` from 0 to 1; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

interface Round {
  readonly ours: number
  readonly plain: number
}

/** Two contenders doing the same work turn by turn. */
export class Duel {
  private readonly rounds = new Map<string, Round[]>()

  /** Measures `count` items done by each; who begins alternates. */
  async round(name: string, count: number, work: { ours: () => unknown; plain: () => unknown }): Promise<void> {
    const rounds = this.rounds.get(name) ?? []
    const first = rounds.length % 2 === 0 ? await seconds(work.plain) : undefined
    const ours = count / (await seconds(work.ours))
    const plain = count / (first ?? (await seconds(work.plain)))
    rounds.push({ ours, plain })
    this.rounds.set(name, rounds)
  }

  /** Items per second, the median of the rounds. */
  rate(name: string, who: keyof Round): number {
    return median((this.rounds.get(name) ?? []).map((round) => round[who]))
  }

  /** The median of each round's ratio, which a disturbance of some rounds does not move. */
  ratio(name: string): number {
    return median((this.rounds.get(name) ?? []).map(({ ours, plain }) => ours / plain))
  }
}
