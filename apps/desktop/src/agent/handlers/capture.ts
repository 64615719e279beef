import type { Handlers } from '../../bridge/bridge.js'
import type { Desk } from '../desk.js'
import { SCREENSHOTS } from '../services.js'

/** The person's switches: on the disk when a command returns, and every program goes by them. */
export const captureHandlers = (desk: Desk) => {
  const screenshots = () => desk.app.get(SCREENSHOTS)
  return {
    screenshotsOn: async () => {
      await screenshots().turnOn()
      return {}
    },
    screenshotsOff: async () => {
      await screenshots().turnOff()
      return {}
    },
    screenshotsPause: async ({ ms }) => ({ until: await screenshots().pause(ms) }),
    screenshotsResume: async () => {
      await screenshots().resume()
      return {}
    },
    screenshotsPrivate: async ({ on }) => {
      await screenshots().setPrivate(on)
      return {}
    },
  } satisfies Partial<Handlers>
}
