import { dirname, join } from 'node:path'
import { systemClock } from '@meantime/core'
import { MAX_BLOB_BYTES } from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import { Accounts } from './accounts/accounts.js'
import { Passwords } from './accounts/passwords.js'
import { Activity } from './activity/activity.js'
import { activityRoutes } from './activity/routes.js'
import { AccessTokens } from './auth/access-tokens.js'
import { requireAccount } from './auth/authenticate.js'
import { authRoutes } from './auth/routes.js'
import { Sessions } from './auth/sessions.js'
import { checkSigningKey, loadSigningKey } from './auth/signing-key.js'
import { databaseFileOf } from './data-folder.js'
import { Database } from './database/database.js'
import { Entries } from './entries/entries.js'
import { entryRoutes } from './entries/routes.js'
import { healthRoute } from './health.js'
import { buildHttp } from './http/build-http.js'
import { limitRates } from './http/rate-limits.js'
import type { ServerOptions } from './options.js'
import { Projects } from './projects/projects.js'
import { projectRoutes } from './projects/routes.js'
import { PictureFolder } from './screenshots/picture-folder.js'
import { Pictures } from './screenshots/pictures.js'
import { screenshotRoutes } from './screenshots/routes.js'
import { Screenshots } from './screenshots/screenshots.js'
import { Batches } from './sync/batches.js'
import { syncRoutes } from './sync/routes.js'
import { uploadRoutes } from './uploads/routes.js'
import { Uploads } from './uploads/uploads.js'

const DAY_SECONDS = 24 * 60 * 60

/** The whole server, by hand: every part, what it needs, and what is opened and closed with the HTTP server. */
export function compose(options: ServerOptions): FastifyInstance {
  const clock = options.clock ?? systemClock
  const newId = () => v7()
  const file = databaseFileOf(options)

  const database = new Database({ file, clock })
  const accounts = new Accounts(database, new Passwords(options.passwordCost), clock, newId)
  const accessTokens = new AccessTokens(clock, options.accessTtlSeconds ?? 900)
  const sessions = new Sessions(database, clock, newId, options.refreshTtlSeconds ?? 90 * DAY_SECONDS)
  const projects = new Projects(database, clock, newId)
  const folder = new PictureFolder(join(dirname(file), 'pictures'))
  const pictures = new Pictures(database, folder, clock)
  const screenshots = new Screenshots(database)
  const activity = new Activity(database)
  const batches = new Batches(database, { clock, projects, pictures: folder })
  const entries = new Entries(database, clock)

  const fastify = buildHttp(options)
  const uploads = new Uploads({
    folder: join(dirname(file), 'uploads'),
    pictures,
    clock,
    newId,
    maxBytes: options.maxUploadBytes ?? MAX_BLOB_BYTES,
    onFailure: (error) => fastify.log.error({ err: error }, 'an upload could not be taken'),
  })
  const guard = requireAccount(accessTokens, accounts)
  const { registration = 'open' } = options

  fastify.register(async (api) => {
    const limits = await limitRates(api, options.rateLimit)
    healthRoute(api, database)
    authRoutes(api, { accounts, sessions, accessTokens, guard, limits, registration })
    syncRoutes(api, { batches, guard, limits })
    entryRoutes(api, { entries, guard, limits })
    projectRoutes(api, { projects, guard, limits })
    screenshotRoutes(api, { screenshots, pictures: folder, guard, limits })
    activityRoutes(api, { activity, guard, limits })
    uploadRoutes(api, { uploads, guard, limits })
  })

  fastify.addHook('onReady', async () => {
    const key = options.jwtSecret ?? (await loadSigningKey(join(dirname(file), 'jwt-secret')))
    accessTokens.useKey(checkSigningKey(key))
    await database.open()
    await uploads.open()
  })
  fastify.addHook('onClose', () => database.close())
  return fastify
}
