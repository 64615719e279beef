import { readFile } from 'node:fs/promises'
import { createServer } from '@meantime/server'
import { recordingLogger } from '@meantime/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { openDesk, refusalOf, temporaryFolder } from '../support/agent.js'

const ANN = { email: 'ann@example.org', password: 'correct-horse-battery' }
const BOB = { email: 'bob@example.org', password: 'battery-horse-correct' }

async function realServer() {
  const server = createServer({ dataDir: await temporaryFolder(), port: 0, rateLimit: false })
  const { url } = await server.start()
  onTestFinished(() => server.stop())
  return url
}

/** Nothing is delivered by itself, so that a test says when. */
const quiet = { MEANTIME_AUTO_SYNC: '0' }

test('work from before signing in becomes the account’s and is delivered, each task with its story', async () => {
  const server = await realServer()
  const { ask } = await openDesk({ environment: quiet })
  await ask('start', { description: 'Before' })
  await ask('stop')
  expect(await refusalOf(ask('syncNow'))).toBe('AUTH_REQUIRED')
  expect(await refusalOf(ask('signIn', ANN))).toBe('SERVER_UNKNOWN')
  await ask('signIn', { ...ANN, server, register: true })
  expect((await ask('state')).account).toEqual({ email: ANN.email, server, signedIn: true })
  const waiting = await ask('tasks', { states: ['pending'] })
  expect(waiting.map(({ entityType }) => entityType)).toEqual(['time_entry_start', 'time_entry_stop'])
  const ids = waiting.map(({ id }) => id)
  const about = ids.map((id) => ({ id, description: 'Before', project: null }))
  expect(await ask('taskWork', { ids })).toEqual(about)
  expect(await ask('syncNow')).toEqual({ status: 'drained', sent: 2, left: 0 })
  const { sync } = await ask('state')
  expect(sync).toMatchObject({ phase: 'idle', counts: { pending: 0, sent: 2 }, last: { status: 'drained', sent: 2 } })
  expect((await ask('tasks', { states: ['sent'], limit: 1 })).map(({ entityType }) => entityType)).toEqual([
    'time_entry_stop',
  ])
  expect((await ask('entries', { from: 0, to: Date.now() + 1 }))[0]?.waits).toBe(false)
})

test('a wrong password changes nothing: who was signed in still is, and goes on recording', async () => {
  const server = await realServer()
  const { ask } = await openDesk({ environment: quiet })
  await ask('signIn', { ...ANN, server, register: true })
  await ask('start', { description: 'Report' })
  expect(await refusalOf(ask('signIn', { ...ANN, password: 'wrong-wrong-wrong' }))).toBe('BAD_CREDENTIALS')
  expect(await ask('state')).toMatchObject({
    account: { email: ANN.email, signedIn: true },
    current: { description: 'Report' },
  })
})

test('another person sees nothing of the one before: no entry, no task, no undo', async () => {
  const server = await realServer()
  const { ask } = await openDesk({ environment: quiet })
  await ask('signIn', { ...ANN, server, register: true })
  const { entry } = await ask('start', { description: 'Secret report' })
  await ask('deleteEntries', { ids: [entry.id] })
  const [task] = await ask('tasks')
  await ask('signIn', { ...BOB, register: true })
  const state = await ask('state')
  expect(state).toMatchObject({ account: { email: BOB.email }, current: null, sync: { counts: { pending: 0 } } })
  expect(state.undo).toBeUndefined()
  expect(await ask('entries', { from: 0, to: Date.now() + 1 })).toEqual([])
  expect(await ask('suggestions', { text: 'secret' })).toEqual([])
  expect(await ask('discardTasks', { ids: [task?.id ?? ''] })).toEqual({ cancelled: 0 })
  expect(await ask('taskWork', { ids: [task?.id ?? ''] })).toEqual([])
  await ask('signIn', ANN)
  expect((await ask('tasks', { states: ['pending'] })).map(({ id }) => id)).toContain(task?.id)
})

test('signing out keeps the work and says so; what is recorded then waits for the same person', async () => {
  const server = await realServer()
  const { ask } = await openDesk({ environment: quiet })
  await ask('signIn', { ...ANN, server, register: true })
  await ask('signOut')
  expect(await ask('state')).toMatchObject({
    account: { email: ANN.email, signedIn: false },
    sync: { last: { status: 'auth-required' } },
  })
  await ask('start', { description: 'Offline' })
  expect(await refusalOf(ask('syncNow'))).toBe('AUTH_REQUIRED')
  await ask('signIn', ANN)
  expect(await ask('syncNow')).toMatchObject({ status: 'drained', sent: 1 })
})

test('tokens that a front end hands over are used, and are in no answer, log or file', async () => {
  const server = await realServer()
  const answer = await fetch(`${server}/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ANN),
  })
  const { tokens } = (await answer.json()) as { tokens: { accessToken: string; refreshToken: string } }
  const { accessToken, refreshToken } = tokens
  expect([accessToken, refreshToken].every((token) => token.length > 20)).toBe(true)
  const logger = recordingLogger()
  const { ask, paths } = await openDesk({ environment: { ...quiet, MEANTIME_SERVER: server }, logger })
  await ask('start', { description: 'Report' })
  await ask('setAuthTokens', { accessToken, refreshToken })
  expect(await ask('syncNow')).toMatchObject({ status: 'drained', sent: 1 })
  const state = await ask('state')
  expect(state.account).toMatchObject({ email: ANN.email, signedIn: true })
  const database = await readFile(paths.database, 'latin1')
  for (const token of [accessToken, refreshToken])
    for (const text of [JSON.stringify(state), logger.text(), database]) expect(text.includes(token)).toBe(false)
})

test('a server that is away: the work waits, the reason is told, and a retry delivers it', async () => {
  const dataDir = await temporaryFolder()
  const first = createServer({ dataDir, port: 0, rateLimit: false })
  const { url } = await first.start()
  const { ask } = await openDesk({ environment: quiet })
  await ask('signIn', { ...ANN, server: url, register: true })
  await first.stop()
  await ask('start', { description: 'Offline' })
  expect(await ask('syncNow')).toMatchObject({ status: 'offline', sent: 0, left: 1 })
  expect((await ask('state')).sync).toMatchObject({
    counts: { pending: 1 },
    last: { status: 'offline', problem: { code: 'SERVER_UNREACHABLE' } },
  })
  const back = createServer({ dataDir, port: Number(new URL(url).port), rateLimit: false })
  await back.start()
  onTestFinished(() => back.stop())
  await ask('retryTasks')
  expect(await ask('syncNow')).toMatchObject({ status: 'drained', left: 0 })
  expect((await ask('state')).sync.counts).toMatchObject({ pending: 0, sent: 1 })
})
