import { createEntry, patchEntry, pauseEntry, resumeEntry, stopEntry, timeOf } from './entries.js'
import type { OlderServer } from './older-server.js'
import type { OlderRequest } from './read-request.js'
import { badRequest, broken, notFound, Refusal } from './refusal.js'
import { entryMessage, isActive, type OlderEntry, type OlderProject, type OlderUser } from './rows.js'
import { addScreenshot, screenshotMessage } from './screenshots.js'
import { ACTIVE_IN_SYNC, syncBatch } from './sync-batch.js'
import { checked, checkedBatch, FORMS } from './validation.js'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

interface Call {
  readonly server: OlderServer
  readonly read: OlderRequest
  readonly json: unknown
  /** The part of the path that stands for an id. */
  readonly id: string
}

type Handler = (call: Call, caller: OlderUser) => Answer | Promise<Answer>

const ok = (body: unknown): Answer => ({ status: 200, body })
const entryOk = (entry: OlderEntry): Answer => ok(entryMessage(entry))

/** Counts a request for its handler; throws a 429. */
export type Count = (handler: string, most: number) => void

/** The order of the checks is the server's: 413, (404 for no such path), 429, 401, 400. */
export async function route(server: OlderServer, read: OlderRequest, count: Count): Promise<Answer> {
  if (read.body === 'broken') throw new Refusal(413, 'request entity too large')
  const found = find(server, read)
  if (!found) throw notFound(`Cannot ${read.method} ${read.path}`)
  count(
    `${read.method} ${found.pattern}`,
    found.pattern === '/auth/login' ? 5 : found.pattern === '/auth/refresh' ? 10 : 100,
  )
  const call = { server, read, json: read.body?.json, id: found.id }
  const open = OPEN[`${read.method} ${found.pattern}`]
  if (open) return open(call)
  const caller = server.sessions.user(read.authorization)
  if (server.faults.refuseTokens > 0) {
    server.faults.refuseTokens -= 1
    throw new Refusal(401, 'Unauthorized')
  }
  const handler = SIGNED_IN[`${read.method} ${found.pattern}`] as Handler
  return handler(call, caller)
}

const projects = ({ server, read }: Call, shown: (project: OlderProject) => boolean): Answer =>
  ok(server.projectLists.of(read.path, server.now, () => server.projects.filter(shown)))

const OPEN: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>> = {
  'POST /auth/login': ({ server, json }) => {
    const { email, password } = checked(json, FORMS.login)
    return ok(server.sessions.login(server.users, String(email), String(password)))
  },
  'POST /auth/refresh': async ({ server, json }) =>
    ok(await server.sessions.refresh(String(checked(json, FORMS.refresh).refreshToken))),
}

const SIGNED_IN: Readonly<Record<string, Handler>> = {
  'POST /auth/logout': ({ server, json }) => {
    server.sessions.logout(checked(json, FORMS.logout).refreshToken as string | undefined)
    return ok({ message: 'Logged out successfully' })
  },
  'GET /projects': (call) => database(call, () => projects(call, () => true)),
  'GET /projects/active': (call) => database(call, () => projects(call, ({ status }) => status === 'ACTIVE')),
  'POST /time-entries': (call, caller) => {
    const fields = checked(call.json, FORMS.create)
    return database(call, () => running(call, createEntry(call.server.books, caller, fields), 201))
  },
  'PUT /time-entries/:id/pause': (call, caller) =>
    database(call, () => entryOk(pauseEntry(call.server.books, caller, call.id))),
  'PUT /time-entries/:id/resume': (call, caller) =>
    database(call, () => running(call, resumeEntry(call.server.books, caller, call.id))),
  'PUT /time-entries/:id/stop': (call, caller) =>
    database(call, () => entryOk(stopEntry(call.server.books, caller, call.id))),
  'PATCH /time-entries/:id': (call, caller) => {
    const fields = checked(call.json, FORMS.patch)
    return database(call, () => running(call, patchEntry(call.server.books, caller, call.id, fields)))
  },
  'POST /time-entries/sync': sync,
  'GET /time-entries': list,
  'GET /time-entries/active': (call, caller) =>
    database(call, () => ok(visible(call, caller).filter(isActive).map(entryMessage))),
  'POST /screenshots': (call, caller) => {
    const { imageData, timeEntryId } = checked(call.json, FORMS.screenshot)
    const { server } = call
    const shelf = {
      tables: server.tables,
      now: server.now,
      newId: () => server.newId(),
      broken: server.faults.storageBroken,
    }
    return database(call, () => ({
      status: 201,
      body: addScreenshot(shelf, caller, String(imageData), String(timeEntryId)),
    }))
  },
  // Not in the table of facts, but in the server's public source, which the predecessor's screen of pictures asks.
  'GET /screenshots/time-entry/:id': (call) =>
    database(call, () =>
      ok(call.server.tables.screenshots.filter(({ timeEntryId }) => timeEntryId === call.id).map(screenshotMessage)),
    ),
  'POST /idle/heartbeat': (call, caller) => {
    checked(call.json ?? {}, FORMS.heartbeat)
    call.server.heardOf.set(caller.id, call.server.now)
    return ok({ success: true })
  },
}

const PATTERNS = [...new Set([...Object.keys(OPEN), ...Object.keys(SIGNED_IN)].map((key) => key.split(' ')[1] ?? ''))]

function find(server: OlderServer, { method, path }: OlderRequest): { pattern: string; id: string } | undefined {
  const parts = path.split('/')
  const fits = (pattern: string) => {
    const wanted = pattern.split('/')
    return wanted.length === parts.length && wanted.every((part, n) => part === ':id' || part === parts[n])
  }
  // A name stands before an id, as in `/time-entries/active`.
  const pattern = PATTERNS.filter(fits)
    .filter((one) => `${method} ${one}` in OPEN || `${method} ${one}` in SIGNED_IN)
    .sort((one, other) => Number(one.includes(':id')) - Number(other.includes(':id')))[0]
  if (pattern === undefined || (pattern === '/time-entries/sync' && !server.hasSync)) return undefined
  return { pattern, id: parts[pattern.split('/').indexOf(':id')] ?? '' }
}

/** Setting an entry running counts as being heard of. */
function running({ server }: Call, entry: OlderEntry, status = 200): Answer {
  if (entry.status === 'RUNNING') server.heardOf.set(entry.userId, server.now)
  return { status, body: entryMessage(entry) }
}

/** Two batches with a key in common: the second waits for the first and then meets a unique index. */
async function sync(call: Call, caller: OlderUser): Promise<Answer> {
  const { server } = call
  const items = checkedBatch(call.json)
  const keys = items.map(({ idempotencyKey }) => String(idempotencyKey))
  const overtaken = keys.some((key) => server.underWay.has(key))
  for (const key of keys) server.underWay.add(key)
  await new Promise<void>((resolve) => setImmediate(resolve))
  for (const key of keys) server.underWay.delete(key)
  if (overtaken) throw new Refusal(409, ACTIVE_IN_SYNC)
  return database(call, () => {
    const answer = syncBatch(server.books, caller, items, server.faults.mostPerTransaction)
    if (items.some(({ status }) => status === 'RUNNING')) server.heardOf.set(caller.id, server.now)
    return ok(answer)
  })
}

function list(call: Call, caller: OlderUser): Answer {
  const { query } = call.read
  const limit = query.get('limit') === null ? 100 : Number(query.get('limit'))
  if (!Number.isInteger(limit) || limit < 1) throw badRequest(['limit must not be less than 1'])
  if (limit > 1000) throw badRequest(['limit must not be greater than 1000'])
  const [from, to] = [momentOf(query.get('startDate')), momentOf(query.get('endDate'))]
  return database(call, () => {
    const found = visible(call, caller).filter(
      ({ startTime }) => startTime >= (from ?? startTime) && startTime <= (to ?? startTime),
    )
    const newest = found.sort((one, other) => other.startTime - one.startTime)
    return ok(newest.slice(0, limit).map(entryMessage))
  })
}

function momentOf(text: string | null): number | undefined {
  const at = text === null ? undefined : timeOf(text)
  if (Number.isNaN(at)) throw badRequest(['a date must be a valid ISO 8601 date string'])
  return at
}

/** Admins see the whole company. */
function visible({ server }: Call, caller: OlderUser): OlderEntry[] {
  const { entries } = server.tables
  return caller.role === 'ADMIN' ? [...entries] : entries.filter(({ userId }) => userId === caller.id)
}

function database({ server }: Call, work: () => Answer): Answer {
  if (server.faults.databaseDown) throw broken()
  return work()
}
