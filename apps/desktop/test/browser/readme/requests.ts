import { subscribe } from 'node:diagnostics_channel'

/** How many requests of this process wait for their answer, whoever made them. */
export function requestsUnderWay(): () => number {
  let count = 0
  subscribe('http.client.request.start', () => {
    count += 1
  })
  for (const over of ['http.client.response.finish', 'http.client.request.error'])
    subscribe(over, () => {
      count -= 1
    })
  return () => count
}
