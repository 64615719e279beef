import type { Handlers } from '../../bridge/bridge.js'
import type { Desk } from '../desk.js'
import { allEntries } from '../entry-pages.js'
import { entryViews } from '../views/entry.js'

export const entryHandlers = (desk: Desk) =>
  ({
    entries: async ({ from, to, limit }) => entryViews(desk, await allEntries(desk.app, { from, to, limit })),
    suggestions: ({ text, limit }) => desk.suggestions.find(desk.app, desk.changes, text, limit),
    projects: () => desk.suggestions.projects(desk.app, desk.changes),
  }) satisfies Partial<Handlers>
