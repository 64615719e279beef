import type { Entry } from '@meantime/core'
import ical, { ICalEventTransparency } from 'ical-generator'

/** A calendar (RFC 5545) with an event for each stretch of work. What is still running is left out: it has no end. */
export function icsOf(entries: readonly Entry[], exportedAt: number): string {
  const calendar = ical({ name: 'Meantime', prodId: { company: 'Meantime', product: 'Meantime' } })
  for (const { id, description, project, segments } of entries) {
    segments.forEach(({ from, to }, index) => {
      if (to === null) return
      calendar.createEvent({
        // The same each time, so that a calendar that has it replaces it.
        id: `${id}-${index}@meantime`,
        stamp: new Date(exportedAt),
        start: new Date(from),
        end: new Date(to),
        summary: description || project || 'Work',
        // Work that was done blocks no time.
        transparency: ICalEventTransparency.TRANSPARENT,
        ...(project === null ? {} : { categories: [{ name: project }] }),
      })
    })
  }
  // Each line ends with CRLF, the last one too (RFC 5545, section 3.1).
  return `${calendar.toString()}\r\n`
}
