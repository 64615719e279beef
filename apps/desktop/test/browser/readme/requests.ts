import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'

/** How many requests of this process are not over yet, whoever made them. */
export function requestsUnderWay(): () => number {
  let count = 0
  subscribe('http.client.request.start', (message) => {
    count += 1
    const { request } = message as { readonly request: ClientRequest }
    request.once('close', () => {
      count -= 1
    })
  })
  return () => count
}
