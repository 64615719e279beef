import {
  ACCESS_TOKENS,
  type AccountId,
  BLOB_STORE,
  CLOCK,
  type ClaimedTask,
  token as coreToken,
  createApp,
  type Entry,
  foldEntry,
  JOURNAL,
  type Journal,
  LOCKS,
  LOGGER,
  type Outcome,
  override,
  type Plugin,
  Secret,
  STATE_STORE,
  type TaskId,
  type TimeEvent,
  TRANSPORT,
} from '@meantime/core'
import { ManualClock, MemoryBlobStore, recordingLogger, sampleTasks } from '@meantime/testkit'
import { OlderServer, type OlderServerOptions, type OlderUser } from '@meantime/testkit/older-server'
import { onTestFinished } from 'vitest'
import { type HttpRequest, HUBNITY_HTTP, hubnityTransport, NoAnswer } from '../../src/index.js'
import { MemoryLocks, MemoryState } from './memory.js'

/** By its name: it is of no use to anybody but a test. */
const TENDING = coreToken<{ tend(signal: AbortSignal): Promise<void> }>('meantime.hubnity.Tending')

export const SERVER = 'https://hubnity.example.test/api/v1'

export interface SceneOptions extends OlderServerOptions {
  readonly role?: OlderUser['role']
}

/** The plugin on state that survives it, and the older server without a network between them. */
export function scene({ role = 'ADMIN', ...options }: SceneOptions = {}) {
  const clock = new ManualClock()
  const older = new OlderServer({ clock, accessTtlMs: 7 * 24 * 3_600_000, ...options })
  const user = older.addUser('ada@example.org', { role })
  const token = new Secret(older.signIn(user).access_token)
  const state = new MemoryState()
  const locks = new MemoryLocks()
  const blobs = new MemoryBlobStore()
  const logger = recordingLogger()
  /** What the journal says about entries, beside what is sent. */
  const journal = new Map<string, Pick<Entry, 'state'> & Partial<Pick<Entry, 'project'>>>()
  const surroundings: Plugin = {
    name: 'the test',
    register(registry) {
      registry.provide(CLOCK, () => clock)
      registry.provide(LOGGER, () => logger)
      registry.provide(STATE_STORE, () => state)
      registry.provide(LOCKS, () => locks)
      registry.provide(BLOB_STORE, () => blobs)
      registry.provide(ACCESS_TOKENS, () => ({ getFreshToken: async () => token, onTokensSet: () => () => undefined }))
      registry.provide(JOURNAL, () => ({ entry: async (id: string) => journal.get(id) }) as unknown as Journal)
    },
  }
  const open = () => {
    const app = createApp({
      plugins: [surroundings, hubnityTransport({ server: SERVER })],
      overrides: [override(HUBNITY_HTTP, () => ({ request: (request) => pass(older, request) }))],
    })
    onTestFinished(() => app.stop())
    return { transport: app.get(TRANSPORT), tending: app.get(TENDING) }
  }
  let program = open()
  const send = async (...tasks: readonly ClaimedTask[]) => {
    const context = { token, signal: new AbortController().signal, account: user.id as AccountId }
    const { outcomes } = await program.transport.send(tasks, context)
    return tasks.map(({ id }) => outcomes.get(id as TaskId))
  }
  return {
    clock,
    older,
    user,
    token,
    state,
    blobs,
    logger,
    journal,
    send,
    kinds: async (...tasks: readonly ClaimedTask[]) =>
      (await send(...tasks)).map((outcome: Outcome | undefined) => outcome?.kind),
    /** As another program, or this one after a crash: only what was written down is left. */
    restart: () => {
      program = open()
    },
    /** What a program that stays open does each minute. */
    tend: () => program.tending.tend(new AbortController().signal),
    task: sampleTasks(clock),
    row: () => older.entriesOf(user)[0],
    rows: () => older.entriesOf(user),
    paths: () => older.requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, ':id')}`),
  }
}

async function pass(older: OlderServer, { method, path, json, bearer }: HttpRequest) {
  const text = json === undefined ? undefined : JSON.stringify(json)
  const request = new Request(SERVER + path, {
    method,
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer.reveal()}` },
    ...(text === undefined ? {} : { body: text }),
  })
  const answer = await older.handle(request, '/api/v1')
  if (answer === undefined) throw new NoAnswer({ failure: 'offline', message: 'The test broke the connection.' }, true)
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    retryAfter: answer.headers.get('retry-after') ?? undefined,
    text: await answer.text(),
    sentBytes: text?.length ?? 0,
  }
}

/** What the person would say about an entry after these tasks. */
export function told(tasks: readonly ClaimedTask[]): Entry | undefined {
  return foldEntry(tasks.map(({ payload }) => payload as TimeEvent))
}
