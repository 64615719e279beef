const FALLBACK = 'en-GB'

/** The BCP 47 locale of LC_ALL, LC_TIME or LANG (POSIX order); en-GB, which has 24 hours, when they name none. */
export function localeOf(env: Readonly<Record<string, string | undefined>>): string {
  const posix = env.LC_ALL || env.LC_TIME || env.LANG || ''
  const tag = posix.replace(/[.@].*$/, '').replaceAll('_', '-')
  if (tag === '' || tag === 'C' || tag === 'POSIX') return FALLBACK
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? FALLBACK
  } catch {
    return FALLBACK
  }
}
