import type { Handlers } from '../../bridge/bridge.js'
import type { Desk } from '../desk.js'
import { aboutHandlers } from './about.js'
import { accountHandlers } from './account.js'
import { captureHandlers } from './capture.js'
import { entryHandlers } from './entries.js'
import { exportHandlers } from './export.js'
import { historyHandlers } from './history.js'
import { movingHandlers } from './moving.js'
import { offerHandlers } from './offers.js'
import { serverHandlers } from './server.js'
import { settingHandlers } from './settings.js'
import { shotHandlers } from './shots.js'
import { stateHandlers } from './state.js'
import { syncHandlers } from './sync.js'
import { trackingHandlers } from './tracking.js'

/** An answer to every operation of the bridge; the compiler says when one is missing. */
export const createHandlers = (desk: Desk): Handlers => ({
  ...stateHandlers(desk),
  ...entryHandlers(desk),
  ...trackingHandlers(desk),
  ...historyHandlers(desk),
  ...offerHandlers(desk),
  ...syncHandlers(desk),
  ...shotHandlers(desk),
  ...captureHandlers(desk),
  ...settingHandlers(desk),
  ...accountHandlers(desk),
  ...exportHandlers(desk),
  ...movingHandlers(desk),
  ...serverHandlers(desk),
  ...aboutHandlers(desk),
})
