import type { Entry } from '@meantime/core'

/** One JSON document; instants in ISO 8601 UTC. `meantime import json` reads it. */
export function jsonOf(entries: readonly Entry[], exportedAt: number): string {
  const document = {
    format: 'meantime-entries',
    version: 1,
    exportedAt: iso(exportedAt),
    entries: entries.map(({ id, state, description, project, zone, startedAt, endedAt, segments }) => ({
      id,
      state,
      description,
      project,
      zone,
      startedAt: iso(startedAt),
      endedAt: endedAt === null ? null : iso(endedAt),
      segments: segments.map(({ from, to }) => ({ from: iso(from), to: to === null ? null : iso(to) })),
    })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const iso = (at: number): string => new Date(at).toISOString()
