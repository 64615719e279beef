import { PATHS, screenshotsQuery, TEMPLATES } from '@meantime/protocol'
import type { FastifyInstance } from 'fastify'
import { callerOf, type Guard } from '../auth/authenticate.js'
import { positionOf } from '../entries/routes.js'
import { parseInput } from '../http/json-body.js'
import { ProblemError } from '../http/problem.js'
import type { Limits } from '../http/rate-limits.js'
import type { PictureFolder } from './picture-folder.js'
import type { Screenshots } from './screenshots.js'

export interface ScreenshotServices {
  readonly screenshots: Screenshots
  readonly pictures: PictureFolder
  readonly guard: Guard
  readonly limits: Limits
}

export function screenshotRoutes(fastify: FastifyInstance, services: ScreenshotServices): void {
  const { screenshots, pictures, guard, limits } = services
  const hooks = { onRequest: [guard, limits.request] }
  fastify.get(PATHS.screenshots, hooks, (request) => {
    const { entryId, from, to, limit, cursor } = parseInput(screenshotsQuery, request.query, 'invalid-query')
    const after = cursor === undefined ? undefined : positionOf(cursor)
    return screenshots.page(callerOf(request).id, { entryId, from, to, limit, after })
  })
  fastify.get<{ Params: { id: string } }>(
    TEMPLATES.screenshotImage.replace('{id}', ':id'),
    hooks,
    async (request, reply) => {
      const account = callerOf(request).id
      const found = await screenshots.find(account, request.params.id.toLowerCase())
      const bytes = found && (await pictures.sizeOf(account, found.sha256))
      if (found === undefined || bytes === undefined) throw noSuchScreenshot()
      // It is what an account uploaded, whatever it says to be: shown as a picture, never run (helmet adds nosniff).
      const headers = { 'content-length': bytes, 'content-disposition': 'inline' }
      return reply.type(found.mediaType).headers(headers).send(pictures.read(account, found.sha256))
    },
  )
}

const noSuchScreenshot = () =>
  new ProblemError({ status: 404, code: 'not-found', detail: 'There is no such screenshot.' })
