import { Activity1790000000002 } from './activity.js'
import { Initial1790000000000 } from './initial.js'
import { Screenshots1790000000001 } from './screenshots.js'

/** In order. Append only: a migration that ran somewhere is never edited. */
export const MIGRATIONS = [Initial1790000000000, Screenshots1790000000001, Activity1790000000002]
