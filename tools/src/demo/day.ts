/** One thing a person types, and when: minutes after midnight UTC. */
export interface Step {
  readonly minute: number
  readonly args: readonly string[]
}

const at = (hour: number, minute: number, ...args: string[]): Step => ({ minute: hour * 60 + minute, args })

/** A working day: three projects, two breaks, one switch without a stop between. */
export const WORKDAY: readonly Step[] = [
  at(8, 55, 'start', 'Plan the week', '--project', 'Meetings'),
  at(9, 25, 'switch', 'Fix the sign-in bug', '--project', 'Website'),
  at(10, 40, 'pause'),
  at(10, 55, 'resume'),
  at(12, 10, 'stop'),
  at(13, 0, 'start', 'Review pull requests', '--project', 'Website'),
  at(13, 45, 'switch', 'Write the release notes', '--project', 'Docs'),
  at(14, 30, 'pause'),
  at(14, 40, 'resume'),
  at(15, 10, 'pause'),
  at(15, 20, 'resume'),
  at(16, 5, 'switch', 'Answer support mail'),
  at(17, 2, 'stop'),
]

/** Midnight UTC, `days` before the day of `now`. */
export function midnight(now: number, days: number): number {
  const day = new Date(now)
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - days)
}

export const instantOf = (midnightUtc: number, step: Step): string =>
  new Date(midnightUtc + step.minute * 60_000).toISOString()
