import { TIME_TRACKER, type Tracked } from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import type { Desk } from '../desk.js'
import { trackedView } from '../views/entry.js'

export const trackingHandlers = (desk: Desk) => {
  const told = (tracked: Tracked) => {
    desk.suggestions.changed([tracked.entry])
    return trackedView(tracked)
  }
  const tracker = () => desk.app.get(TIME_TRACKER)
  return {
    start: async ({ description, project, at }) => told(await tracker().start({ description, project, at })),
    switch: async ({ description, project }) => told(await tracker().start({ description, project, whenOpen: 'stop' })),
    pause: async () => told(await tracker().pause()),
    resume: async () => told(await tracker().resume()),
    stop: async ({ at }) => told(await tracker().stop({ at })),
  } satisfies Partial<Handlers>
}
