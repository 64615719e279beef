import { CLOCK, LOGGER, NEW_ID, type OpenWindow, type Plugin, PROFILES, STATE_STORE, TASK_QUEUE } from '@meantime/core'
import { SCREENSHOTS } from '../consent/screenshots.js'
import { PRESENCE_WATCH } from '../presence/presence-watch.js'
import { x11Windows } from '../sources/x11/windows.js'
import { ACTIVITY_RECORDER, type ActivityOptions, ActivityRecorder } from './activity-recorder.js'
import { ACTIVITY_SWITCH, ActivitySwitch } from './consent.js'

export interface ActivityPluginOptions extends ActivityOptions {
  /** The window in front. @default X11's, where there is a display; unknown elsewhere */
  readonly activeWindow?: () => Promise<OpenWindow | undefined>
}

/** ACTIVITY_SWITCH, off until its person turns it on, and ACTIVITY_RECORDER, which goes by it once it is started. */
export const activity = ({ activeWindow = x11Front, ...options }: ActivityPluginOptions = {}): Plugin => ({
  name: '@meantime/capture/activity',
  register(registry) {
    registry.provide(ACTIVITY_SWITCH, (resolve) => {
      return new ActivitySwitch(resolve(STATE_STORE), resolve(PROFILES), resolve(CLOCK))
    })
    registry.provide(ACTIVITY_RECORDER, (resolve) => {
      const screenshots = resolve.optional(SCREENSHOTS)
      const standing = screenshots && (() => screenshots.standing())
      const [watch, activity, queue] = [resolve(PRESENCE_WATCH), resolve(ACTIVITY_SWITCH), resolve(TASK_QUEUE)]
      const [newId, logger] = [resolve(NEW_ID), resolve(LOGGER)]
      return new ActivityRecorder({ watch, activity, standing, activeWindow, queue, newId, logger }, options)
    })
  },
})

const PATIENCE_MS = 2000

/** An X server inside of Wayland knows its own windows only, so there nothing is said. */
async function x11Front(): Promise<OpenWindow | undefined> {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland, XDG_SESSION_TYPE: type } = process.env
  if (!display || wayland || type === 'wayland') return undefined
  const windows = await x11Windows(display, AbortSignal.timeout(PATIENCE_MS))
  return windows?.find(({ focused }) => focused)
}
