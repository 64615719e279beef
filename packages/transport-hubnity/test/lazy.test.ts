import {
  ACCESS_TOKENS,
  AUTH_API,
  CLOCK,
  type Clock,
  createApp,
  LOCKS,
  type Plugin,
  Secret,
  STATE_STORE,
  TRANSPORT,
} from '@meantime/core'
import { expect, test, vi } from 'vitest'
import { hubnityTransport } from '../src/index.js'
import { MemoryLocks, MemoryState } from './support/memory.js'

const loaded = vi.hoisted(() => new Set<string>())
vi.mock('axios', async (original) => {
  loaded.add('axios')
  return original()
})

const clock: Clock = { now: () => 0, monotonic: () => 0, zone: () => 'UTC', sleep: () => new Promise(() => undefined) }
const surroundings: Plugin = {
  name: 'the test',
  register(registry) {
    registry.provide(CLOCK, () => clock)
    registry.provide(STATE_STORE, () => new MemoryState())
    registry.provide(LOCKS, () => new MemoryLocks())
    registry.provide(ACCESS_TOKENS, () => ({
      getFreshToken: async () => new Secret('t'),
      onTokensSet: () => () => undefined,
    }))
  },
}

test('composing and starting an app loads no HTTP library; the first request does', async () => {
  const app = createApp({ plugins: [surroundings, hubnityTransport({ server: 'http://127.0.0.1:9/api/v1' })] })
  app.get(TRANSPORT)
  await app.start()
  expect([...loaded]).toEqual([])
  const refused = app.get(AUTH_API).refresh(new Secret('t'))
  await expect(refused).rejects.toMatchObject({ failure: 'offline', mayHaveArrived: false })
  expect([...loaded]).toEqual(['axios'])
  await app.stop()
})

test('a malformed server address is refused at once', () => {
  expect(() => hubnityTransport({ server: 'nonsense' })).toThrow(
    expect.objectContaining({ code: 'INVALID_SERVER_URL' }),
  )
})
