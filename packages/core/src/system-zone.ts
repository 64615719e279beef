import { realpathSync } from 'node:fs'

const UNKNOWN = 'Etc/Unknown'

export interface ZoneSources {
  /** What Intl says: nothing, or `Etc/Unknown`, where it cannot read TZ. */
  readonly intl: string | undefined
  /** The variable TZ. */
  readonly tz?: string | undefined
  /** Where a link leads to in the end; throws where there is none. */
  readonly target: (path: string) => string
  /** Minutes west of UTC at this moment, as Date has them. */
  readonly offsetMinutes: number
}

/**
 * The IANA zone of this computer. `TZ=:/etc/localtime`, which many Linux systems set, is a file that Date reads and Intl
 * does not name; the file's place says which zone it is. Failing that, the zone of whole hours that Date works with, and
 * else UTC: a wrong wall clock is a nuisance, a start that is refused is lost work.
 */
export function zoneFrom(sources: ZoneSources): string {
  const { intl, tz, offsetMinutes } = sources
  if (intl !== undefined && intl !== '' && intl !== UNKNOWN) return intl
  const named = tz === undefined || tz === '' ? undefined : zoneOfFile(tz.replace(/^:/, ''), sources)
  if (named !== undefined) return named
  const hours = offsetMinutes / 60
  const whole = `Etc/GMT${hours > 0 ? '+' : ''}${hours}`
  return hours !== 0 && isZone(whole) ? whole : 'UTC'
}

export const systemZone = (): string =>
  zoneFrom({
    intl: Intl.DateTimeFormat().resolvedOptions().timeZone,
    tz: process.env.TZ,
    target: (path) => realpathSync(path),
    offsetMinutes: new Date().getTimezoneOffset(),
  })

function zoneOfFile(path: string, { target }: ZoneSources): string | undefined {
  if (!path.startsWith('/')) return undefined
  try {
    return [path, target(path)]
      .map((place) => place.split('/zoneinfo/')[1]?.replace(/^(posix|right)\//, ''))
      .find(isZone)
  } catch {
    return undefined
  }
}

function isZone(name: string | undefined): name is string {
  if (name === undefined || name === '' || name === UNKNOWN) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
