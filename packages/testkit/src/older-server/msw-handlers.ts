import { type HttpHandler, HttpResponse, http } from 'msw'
import type { OlderServer } from './older-server.js'

/**
 * MSW handlers for the whole API at `server`, answered by the fake.
 *
 *     const older = new OlderServer()
 *     const msw = setupServer(...olderServerHandlers(older)) // from msw/node
 */
export function olderServerHandlers(older: OlderServer, server = 'https://hubnity.example.test/api/v1'): HttpHandler[] {
  const { pathname } = new URL(server)
  return [
    http.all(`${server}/*`, async ({ request }) => (await older.handle(request, pathname)) ?? HttpResponse.error()),
  ]
}
