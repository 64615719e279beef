import { type HttpHandler, HttpResponse, http } from 'msw'
import type { FakeMeantime } from './fake-meantime.js'

/**
 * MSW handlers for the whole API at `server` (an address as in a profile), answered by the fake. Its faults keep to what
 * a mock can show.
 *
 *     const fake = new FakeMeantime()
 *     const msw = setupServer(...mswHandlers(fake)) // from msw/node
 */
export function mswHandlers(fake: FakeMeantime, server = 'https://time.example.test'): HttpHandler[] {
  const { pathname } = new URL(server)
  const basePath = pathname === '/' ? '' : pathname
  fake.faults.mocked()
  return [
    http.all(`${server}/v1/*`, async ({ request }) => {
      const answer = await fake.handle(request, basePath)
      return answer === undefined || answer === 'endless-headers' ? HttpResponse.error() : answer
    }),
  ]
}
