import { AUTH_API, CLOCK, type Clock, createApp, type Plugin, Secret, TRANSPORT } from '@meantime/core'
import { expect, test, vi } from 'vitest'
import { httpTransport } from '../src/index.js'

const loaded = vi.hoisted(() => new Set<string>())
vi.mock('axios', async (original) => {
  loaded.add('axios')
  return original()
})
vi.mock('@meantime/protocol', async (original) => {
  loaded.add('zod')
  return original()
})

/** Not testkit's: that package imports zod itself. */
const clock: Clock = { now: () => 0, monotonic: () => 0, zone: () => 'UTC', sleep: () => new Promise(() => undefined) }
const stillClock: Plugin = { name: 'still-clock', register: (registry) => registry.provide(CLOCK, () => clock) }

test('composing and starting an app loads neither axios nor zod; the first request does', async () => {
  const app = createApp({
    plugins: [stillClock, httpTransport({ server: 'http://127.0.0.1:9' })],
  })
  app.get(TRANSPORT)
  app.get(AUTH_API)
  await app.start()
  expect([...loaded]).toEqual([])
  const refused = app.get(AUTH_API).whoami(new Secret('t'))
  await expect(refused).rejects.toMatchObject({ failure: 'offline' })
  expect([...loaded].sort()).toEqual(['axios', 'zod'])
  await app.stop()
})

test('an app that never sent anything stops without loading either', async () => {
  loaded.clear()
  const app = createApp({
    plugins: [stillClock, httpTransport({ server: 'http://127.0.0.1:9' })],
  })
  await app.start()
  await app.stop()
  expect([...loaded]).toEqual([])
})

test('a malformed server address is refused at once', () => {
  expect(() => httpTransport({ server: 'nonsense' })).toThrow(expect.objectContaining({ code: 'INVALID_SERVER_URL' }))
})
