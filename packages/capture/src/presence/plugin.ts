import {
  CHANGE_FEED,
  CLOCK,
  CORRECTIONS,
  type Factory,
  JOURNAL,
  LOGGER,
  type Plugin,
  PROFILES,
  STATE_STORE,
} from '@meantime/core'
import { FirstKnown } from './first-known.js'
import { PRESENCE, type Presence } from './port.js'
import { PRESENCE_WATCH, PresenceWatch, type PresenceWatchOptions } from './presence-watch.js'
import { SystemPresence, type SystemPresenceOptions } from './system-presence.js'

export interface PresencePluginOptions extends PresenceWatchOptions, SystemPresenceOptions {
  /** Another way to know about the person. @default what this computer has */
  readonly presence?: Factory<Presence>
  /** Asked before what this computer has, such as Electron's `powerMonitor`. @default nobody */
  readonly first?: Presence | undefined
}

/** PRESENCE, asked by whoever wants to know, and PRESENCE_WATCH, which works once it is started. */
export const presenceWatch = ({ presence, first, ...options }: PresencePluginOptions = {}): Plugin => ({
  name: '@meantime/capture/presence',
  register(registry) {
    registry.provide(PRESENCE, (resolve) => {
      if (presence) return presence(resolve)
      const system = new SystemPresence(resolve(CLOCK), options)
      return first ? new FirstKnown(first, system) : system
    })
    registry.provide(PRESENCE_WATCH, (resolve) => {
      const [journal, profiles, state] = [resolve(JOURNAL), resolve(PROFILES), resolve(STATE_STORE)]
      const [changes, clock, logger] = [resolve(CHANGE_FEED), resolve(CLOCK), resolve(LOGGER)]
      const [presence, corrections] = [resolve(PRESENCE), resolve(CORRECTIONS)]
      return new PresenceWatch({ presence, corrections, journal, profiles, state, changes, clock, logger }, options)
    })
  },
})
