import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { running } from './support/harness.js'
import { EntryScript, send } from './support/items.js'

function capture() {
  const lines: string[] = []
  return { lines, logger: { level: 'trace', stream: { write: (line: string) => void lines.push(line) } } as const }
}

test('no password, token, body or query ever reaches the log, not even when things fail', async () => {
  const { lines, logger } = capture()
  const { api, databaseFile } = await running({ logger })
  const { tokens } = await api.register('ada@example.com', 'PASSWORD-1')
  await api.post('/v1/auth/register', { email: 'ada@example.com', password: 'PASSWORD-1' })
  await api.post('/v1/auth/login', { email: 'ada@example.com', password: 'PASSWORD-2' })
  const { body } = await api.post<typeof tokens>('/v1/auth/refresh', { refreshToken: tokens.refreshToken })
  await api.post('/v1/auth/refresh', { refreshToken: 'REFRESH-3', nonsense: 'NONSENSE-4' })
  const ada = api.as(tokens.accessToken)
  await ada.get('/v1/entries?token=QUERY-5&cursor=QUERY-6')
  await ada.get('/v1/nothing?token=QUERY-7')
  await api.as('HEADER-8').get('/v1/me')
  await ada.request('POST', '/v1/sync/batches', '{"BROKEN-9', { 'content-type': 'application/json' })
  await send(ada, [{ ...new EntryScript().start('DESCRIPTION-10'), accessToken: 'PAYLOAD-11' }])
  const db = new BetterSqlite3(databaseFile)
  db.exec("CREATE TRIGGER t BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'sabotaged'); END")
  await send(ada, [new EntryScript().start('DESCRIPTION-12')])
  db.exec('DROP TABLE projects; DROP TABLE refresh_tokens')
  db.close()
  await ada.get('/v1/projects')
  await api.post('/v1/auth/refresh', { refreshToken: 'REFRESH-13' })

  const log = lines.join('')
  expect(log).toContain('sabotaged')
  expect(log).toContain('no such table')
  expect(log).not.toMatch(/PASSWORD|REFRESH-|NONSENSE|QUERY|HEADER|BROKEN|DESCRIPTION|PAYLOAD|argon2id|[Bb]earer/)
  for (const secret of [tokens.accessToken, tokens.refreshToken, body.accessToken, body.refreshToken])
    expect(log).not.toContain(secret)
})

test('every line about a request carries the id that the client got', async () => {
  const { lines, logger } = capture()
  const { api } = await running({ logger })
  const id = (await api.get('/v1/me')).headers.get('x-request-id')
  const about = lines.map((line) => JSON.parse(line)).filter(({ reqId }) => reqId === id)
  expect(about.map(({ msg }) => msg)).toEqual(['incoming request', 'request completed'])
  expect(about[0].req).toEqual({ method: 'GET', path: '/v1/me', remoteAddress: '127.0.0.1' })
  expect(about[1].res).toEqual({ statusCode: 401 })
})

test('a failure of the server is in the log with its stack, under the id in the answer', async () => {
  const { lines, logger } = capture()
  const { api, databaseFile } = await running({ logger })
  const ada = await api.signedIn()
  const db = new BetterSqlite3(databaseFile)
  db.exec('DROP TABLE projects')
  db.close()
  const answer = await ada.get('/v1/projects')
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } })
  const line = lines.map((text) => JSON.parse(text)).find(({ level }) => level >= 50)
  expect(line).toMatchObject({
    reqId: answer.body.requestId,
    err: { message: expect.stringContaining('no such table') },
  })
  expect(line.err.stack).toContain('projects')
})
