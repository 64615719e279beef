import { exclusionScenarios } from './exclusions.js'
import { hostilePictureScenarios } from './hostile-pictures.js'
import { presenceScenarios } from './presence.js'
import type { Scenario } from './scenario.js'
import { screenScenarios } from './screens.js'
import { troubleScenarios } from './trouble.js'
import { unknownWindowScenarios } from './unknown-windows.js'

export const SCENARIOS: readonly Scenario[] = [
  ...screenScenarios,
  ...exclusionScenarios,
  ...unknownWindowScenarios,
  ...troubleScenarios,
  ...hostilePictureScenarios,
  ...presenceScenarios,
]

/** Those whose titles hold the words `only`. */
export const chosen = (only: string): readonly Scenario[] =>
  SCENARIOS.filter(({ title }) => title.toLowerCase().includes(only.toLowerCase()))
