export {
  applyFindings,
  type FindingsApplied,
  type FindingsOptions,
  type FindingsTo,
  freshPictures,
} from './apply-findings.js'
export type { DayTotal } from './day-totals.js'
export type { Facts } from './facts.js'
export { type HubnityFindings, type InspectOptions, inspect } from './inspect.js'
export { findUsual, thisComputer, usualPlaces } from './places.js'
export type { TaskCounts } from './replay.js'
export type { FoundPicture } from './settle-entries.js'
