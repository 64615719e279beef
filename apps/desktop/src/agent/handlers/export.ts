import { CLOCK } from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import { exporters } from '../compose.js'
import type { Desk } from '../desk.js'
import { allEntries } from '../entry-pages.js'

const MEDIA_TYPES = { json: 'application/json', csv: 'text/csv', ics: 'text/calendar' } as const

export const exportHandlers = (desk: Desk) =>
  ({
    export: async ({ from, to, format }) => {
      const clock = desk.app.get(CLOCK)
      const entries = (await allEntries(desk.app, { from, to })).reverse()
      const { csvOf, icsOf, jsonOf } = await exporters()
      const write = {
        csv: () => csvOf(entries),
        ics: () => icsOf(entries, clock.now()),
        json: () => jsonOf(entries, clock.now()),
      }
      const day = (at: number) => dayIn(clock.zone(), at)
      const [first, last] = [entries[0]?.startedAt ?? clock.now(), entries.at(-1)?.startedAt ?? clock.now()]
      const name = `meantime-${day(Math.max(from, first))}-to-${day(Math.min(to - 1, Math.max(first, last)))}.${format}`
      return { name, mediaType: MEDIA_TYPES[format], text: write[format]() }
    },
  }) satisfies Partial<Handlers>

/** 2026-03-18 */
const dayIn = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)
