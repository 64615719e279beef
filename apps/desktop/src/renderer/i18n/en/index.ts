import { problems } from '../../../problem-texts/en/index.js'
import { app } from './app.js'
import { entry } from './entry.js'
import { firstRun } from './first-run.js'
import { history } from './history.js'
import { moving } from './moving.js'
import { screenshots } from './screenshots.js'
import { settings } from './settings.js'
import { sync } from './sync.js'
import { today } from './today.js'

export const en = { app, entry, firstRun, history, moving, problems, screenshots, settings, sync, today } as const
