import { token } from '../container.js'

/** A uniform number in [0, 1). */
export type Random = () => number

export const RANDOM = token<Random>('meantime.Random')
