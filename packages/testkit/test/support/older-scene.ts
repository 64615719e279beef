import { ManualClock } from '../../src/manual-clock.js'
import { OlderServer, type OlderServerOptions } from '../../src/older-server/index.js'

export const PICTURE = Buffer.from('\xff\xd8\xff\xe0 a picture', 'latin1').toString('base64')
export const KEY = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
export const OTHER_KEY = '3f2504e0-4f89-41d3-9a0c-0305e82c3302'
export const DAY = Date.UTC(2026, 0, 5)
export const at = (hour: number, minute = 0) => new Date(DAY + hour * 3_600_000 + minute * 60_000).toISOString()

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: { readonly [name: string]: unknown; readonly id?: unknown; readonly message?: unknown }
}

export function scene(options: OlderServerOptions = {}, more: Parameters<OlderServer['addUser']>[1] = {}) {
  const clock = new ManualClock(DAY + 12 * 3_600_000)
  const older = new OlderServer({ clock, ...options })
  const user = older.addUser('ada@example.org', more)
  const project = older.addProject('Website')
  const tokens = older.signIn(user)
  const call = async (method: string, path: string, body?: unknown, token = tokens.access_token): Promise<Answer> => {
    const answer = await older.handle(
      new Request(`http://older.test/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
      '/api/v1',
    )
    if (answer === undefined) return { status: 0, headers: new Headers(), body: {} }
    const read = (await answer.json()) as Answer['body']
    return { status: answer.status, headers: answer.headers, body: read }
  }
  const item = (fields: object = {}) => ({
    idempotencyKey: KEY,
    userId: user.id,
    projectId: project.id,
    startTime: at(8),
    endTime: at(9),
    duration: 3600,
    ...fields,
  })
  const sync = (...entries: object[]) => call('POST', '/time-entries/sync', { entries })
  const start = async (fields: object = {}) => {
    const answer = await call('POST', '/time-entries', { userId: user.id, projectId: project.id, ...fields })
    return String(answer.body.id)
  }
  return { clock, older, user, project, tokens, call, item, sync, start }
}
