/** Not in TypeScript's library yet; a getter in older engines. */
interface WeekInfo {
  readonly firstDay: number
  readonly weekend: readonly number[]
}
type WithWeek = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo }

/** 1 is Monday, 7 Sunday. Monday (ISO 8601) where the engine does not know. */
export function weekOf(locale: string): WeekInfo {
  const asked = new Intl.Locale(locale) as WithWeek
  return asked.getWeekInfo?.() ?? asked.weekInfo ?? { firstDay: 1, weekend: [6, 7] }
}
