import { z } from 'zod'
import { instant, segment } from './time-event.js'

export const entry = z
  .object({
    id: z.uuid(),
    state: z.enum(['running', 'paused', 'stopped', 'deleted']),
    description: z.string(),
    project: z.string().nullable(),
    zone: z.string(),
    startedAt: instant,
    endedAt: instant.nullable(),
    segments: z.array(segment),
    workedMs: z.int().min(0).meta({ description: 'Until now for a running entry.' }),
  })
  .meta({ id: 'Entry' })
export type EntryMessage = z.infer<typeof entry>

/** `from` and `to` select entries that started in [from, to); newest first; `cursor` comes from the page before. */
export const entriesQuery = z.object({
  from: z.coerce.number().pipe(instant).optional(),
  to: z.coerce.number().pipe(instant).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional(),
})
export const entriesPage = z
  .object({ entries: z.array(entry), nextCursor: z.string().nullable() })
  .meta({ id: 'EntriesPage' })
export type EntriesPage = z.infer<typeof entriesPage>

export const project = z.object({ id: z.uuid(), name: z.string(), archived: z.boolean() }).meta({ id: 'Project' })
export const projectsPage = z.object({ projects: z.array(project) }).meta({ id: 'ProjectsPage' })
export type ProjectsPage = z.infer<typeof projectsPage>
