import {
  CLOCK,
  type ClaimedTask,
  createApp,
  foldEntry,
  LOCKS,
  Secret,
  STATE_STORE,
  type TaskId,
  type TimeEvent,
  TRANSPORT,
  type Transport,
  type TransportFailure,
  workedMs,
} from '@meantime/core'
import { describeTransportContract, ManualClock } from '@meantime/testkit'
import {
  listenAsOlderServer,
  OlderServer,
  type OlderUser,
  olderFault,
  olderServerHandlers,
} from '@meantime/testkit/older-server'
import { setupServer } from 'msw/node'
import { describe, onTestFinished } from 'vitest'
import { hubnityTransport } from '../src/index.js'
import { MemoryLocks, MemoryState } from './support/memory.js'

const SERVER = 'https://hubnity.example.test/api/v1'

/**
 * What an older server can promise. It has no list of results for single events, so nothing there can come back twisted;
 * a 400, 413 or 422 of a batch is taken apart inside of the plugin; and there is no way to be told of an upgrade.
 */
const capabilities = {
  failures: ['unauthorized', 'forbidden', 'throttled', 'server', 'offline', 'timeout', 'not-meantime'] as const,
  rejects: true,
  tellsDuplicates: true,
}

function open(server: string, older: OlderServer, clock: ManualClock) {
  const app = createApp({
    plugins: [
      {
        name: 'the test',
        register(registry) {
          registry.provide(CLOCK, () => clock)
          registry.provide(STATE_STORE, () => new MemoryState())
          registry.provide(LOCKS, () => new MemoryLocks())
        },
      },
      hubnityTransport({ server }),
    ],
  })
  onTestFinished(() => app.stop())
  const user = older.addUser('ada@example.org', { role: 'ADMIN' })
  const archived = older.addProject('Old', 'ARCHIVED')
  const transport = app.get(TRANSPORT)
  const seen = new Map<string, TimeEvent[]>()
  const refused = new Set<string>()
  const watched: Transport = {
    send: (tasks, context) => {
      for (const { lane, payload } of tasks) note(seen, lane, payload as TimeEvent | null)
      return transport.send(
        tasks.map((task) => (refused.has(task.id) ? onProject(task, archived.name) : task)),
        context,
      )
    },
  }
  return {
    transport: watched,
    token: new Secret(older.signIn(user).access_token),
    effects: (id: TaskId) => effects(older, user, [...seen.values()], id),
    received: () => JSON.stringify(older.requests.map(({ body }) => body)),
    fail: (failure: TransportFailure) => fail(older, failure, clock),
    loseResponse: () => older.faults.next(olderFault.lost),
    reject: (id: TaskId) => void refused.add(id),
  }
}

/** The server refuses work on a project that is archived. */
function onProject(task: ClaimedTask, project: string): ClaimedTask {
  return { ...task, payload: { ...(task.payload as object), project } }
}

function note(seen: Map<string, TimeEvent[]>, lane: string, event: TimeEvent | null): void {
  const known = seen.get(lane) ?? []
  if (event && !known.some(({ id }) => id === event.id)) seen.set(lane, [...known, event])
}

/** An event has taken effect as often as there are rows that hold what it, or something after it, made of the entry. */
function effects(older: OlderServer, user: OlderUser, lanes: readonly (readonly TimeEvent[])[], id: string): number {
  const events = lanes.find((lane) => lane.some((event) => event.id === id)) ?? []
  const place = events.findIndex((event) => event.id === id)
  const states = events.map((_, count) => foldEntry(events.slice(0, count + 1)))
  const holding = older.entriesOf(user).filter((row) =>
    states.some((entry, count) => {
      if (!entry || count < place) return false
      const deleted = entry.state === 'deleted'
      return (
        row.startTime === entry.startedAt &&
        row.duration === (deleted ? 0 : Math.round(workedMs(entry, entry.startedAt) / 1000)) &&
        (row.status === 'STOPPED') === (entry.state === 'stopped' || deleted)
      )
    }),
  )
  // Made and deleted before anything was sent: there is nothing at the server, and nothing should be.
  const neverThere = states.at(-1)?.state === 'deleted' && older.requests.length === 0
  return neverThere ? 1 : holding.length
}

function fail(older: OlderServer, failure: TransportFailure, clock: ManualClock): void {
  const { faults } = older
  const status = { unauthorized: 401, forbidden: 403, throttled: 429, server: 503 }[failure as string]
  if (status !== undefined) faults.next(olderFault.status(status, 'No', failure === 'throttled' ? 0 : undefined))
  else if (failure === 'not-meantime') faults.next(olderFault.page())
  else if (failure === 'timeout') {
    faults.next(olderFault.silence)
    void older.whenSilent().then(() => clock.advance(15_000))
  } else faults.next(olderFault.reset)
}

describe('over a mocked network', () => {
  describeTransportContract({
    create: () => {
      const clock = new ManualClock()
      const older = new OlderServer({ clock })
      const msw = setupServer(...olderServerHandlers(older, SERVER))
      msw.listen({ onUnhandledRequest: 'error' })
      onTestFinished(() => msw.close())
      return open(SERVER, older, clock)
    },
    capabilities,
  })
})

describe('over a real socket', () => {
  describeTransportContract({
    create: async () => {
      const clock = new ManualClock()
      const older = new OlderServer({ clock })
      const { url, close } = await listenAsOlderServer(older)
      onTestFinished(close)
      return open(url, older, clock)
    },
    capabilities,
  })
})
