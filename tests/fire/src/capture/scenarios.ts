import { agentScenarios } from './agent.js'
import { exclusionScenarios } from './exclusions.js'
import { hostilePictureScenarios } from './hostile-pictures.js'
import { killedPictureScenarios } from './killed-pictures.js'
import { noRoomScenarios } from './no-room-for-pictures.js'
import { arrivingPictureScenarios } from './picture-arrives.js'
import { presenceScenarios } from './presence.js'
import type { Scenario } from './scenario.js'
import { screenScenarios } from './screens.js'
import { troubleScenarios } from './trouble.js'
import { unknownWindowScenarios } from './unknown-windows.js'
import { waitingPictureScenarios } from './waiting-pictures.js'

export const SCENARIOS: readonly Scenario[] = [
  ...screenScenarios,
  ...exclusionScenarios,
  ...unknownWindowScenarios,
  ...troubleScenarios,
  ...hostilePictureScenarios,
  ...presenceScenarios,
  ...arrivingPictureScenarios,
  ...killedPictureScenarios,
  ...noRoomScenarios,
  ...waitingPictureScenarios,
  ...agentScenarios,
]

/** Those whose titles hold the words `only`. */
export const chosen = (only: string): readonly Scenario[] =>
  SCENARIOS.filter(({ title }) => title.toLowerCase().includes(only.toLowerCase()))
