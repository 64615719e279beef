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
import { PRESENCE, type Presence } from './port.js'
import { PRESENCE_WATCH, PresenceWatch, type PresenceWatchOptions } from './presence-watch.js'
import { SystemPresence, type SystemPresenceOptions } from './system-presence.js'

export interface PresencePluginOptions extends PresenceWatchOptions, SystemPresenceOptions {
  /** Another way to know about the person, such as Electron's `powerMonitor`. @default what this computer has */
  readonly presence?: Factory<Presence>
}

/** PRESENCE, asked by whoever wants to know, and PRESENCE_WATCH, which works once it is started. */
export const presenceWatch = ({ presence, ...options }: PresencePluginOptions = {}): Plugin => ({
  name: '@meantime/capture/presence',
  register(registry) {
    registry.provide(PRESENCE, presence ?? ((resolve) => new SystemPresence(resolve(CLOCK), options)))
    registry.provide(PRESENCE_WATCH, (resolve) => {
      const [journal, profiles, state] = [resolve(JOURNAL), resolve(PROFILES), resolve(STATE_STORE)]
      const [changes, clock, logger] = [resolve(CHANGE_FEED), resolve(CLOCK), resolve(LOGGER)]
      const [presence, corrections] = [resolve(PRESENCE), resolve(CORRECTIONS)]
      return new PresenceWatch({ presence, corrections, journal, profiles, state, changes, clock, logger }, options)
    })
  },
})
