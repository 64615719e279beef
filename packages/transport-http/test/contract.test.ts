import { CLOCK, createApp, Secret, TRANSPORT, type TransportFailure } from '@meantime/core'
import {
  describeTransportContract,
  FakeMeantime,
  fault,
  ManualClock,
  mswHandlers,
  type ResultTwist,
  startFaultServer,
} from '@meantime/testkit'
import { setupServer } from 'msw/node'
import { describe, onTestFinished } from 'vitest'
import { httpTransport } from '../src/index.js'

const SERVER = 'https://time.example.test/base'

const STATUS: Partial<Record<TransportFailure, number>> = {
  unauthorized: 401,
  forbidden: 403,
  throttled: 429,
  server: 503,
  'too-large': 413,
  invalid: 422,
  upgrade: 426,
}

function open(server: string, fake: FakeMeantime) {
  const clock = new ManualClock()
  const app = createApp({
    plugins: [
      { name: 'clock', register: (registry) => registry.provide(CLOCK, () => clock) },
      httpTransport({ server }),
    ],
  })
  onTestFinished(() => app.stop())
  return {
    transport: app.get(TRANSPORT),
    token: new Secret(fake.signIn().tokens.accessToken),
    effects: (id: string) => fake.effects(id),
    received: () => JSON.stringify(fake.requests.map(({ body }) => body)),
    fail: (failure: TransportFailure) => fail(fake, failure, clock),
    loseResponse: () => fake.faults.next(fault.applyThenReset),
    twist: (how: ResultTwist) => fake.faults.next(fault.results(how)),
    reject: (id: string) => fake.faults.rejectItems([id]),
  }
}

function fail({ faults }: FakeMeantime, failure: TransportFailure, clock: ManualClock): void {
  const status = STATUS[failure]
  if (status !== undefined) faults.next(fault.status(status))
  else if (failure === 'not-meantime') faults.next(fault.page)
  else if (failure === 'timeout') {
    const silence = fault.silence()
    faults.next(silence)
    void silence.reached.then(() => clock.advance(20_000))
  } else faults.next(fault.reset)
}

const capabilities = {
  failures: [...Object.keys(STATUS), 'offline', 'timeout', 'not-meantime'] as Exclude<TransportFailure, 'aborted'>[],
  rejects: true,
  tellsDuplicates: true,
  twists: ['missing', 'empty', 'duplicated', 'contradictory', 'reordered', 'unknown'] as const,
}

describe('over a mocked network', () => {
  describeTransportContract({
    create: () => {
      const fake = new FakeMeantime()
      const msw = setupServer(...mswHandlers(fake, SERVER))
      msw.listen({ onUnhandledRequest: 'error' })
      onTestFinished(() => msw.close())
      return open(SERVER, fake)
    },
    capabilities,
  })
})

describe('over a real socket', () => {
  describeTransportContract({
    create: async () => {
      const fake = new FakeMeantime()
      const { url, close } = await startFaultServer(fake)
      onTestFinished(close)
      return open(url, fake)
    },
    capabilities,
  })
})
