import { readFile } from 'node:fs/promises'
import { createServer } from '@meantime/server'
import { listenAsOlderServer, OlderServer } from '@meantime/testkit/older-server'
import { expect, onTestFinished, test } from 'vitest'
import { openDesk, refusalOf, temporaryFolder } from '../support/agent.js'

const quiet = { MEANTIME_AUTO_SYNC: '0' }
const EMAIL = 'ada@example.org'

async function olderServer(basePath = '/api/v1') {
  const older = new OlderServer({ clock: { now: () => Date.now() } })
  const { password } = older.addUser(EMAIL, { role: 'ADMIN' })
  const { url, close } = await listenAsOlderServer(older, basePath)
  onTestFinished(close)
  return { older, url, origin: new URL(url).origin, password }
}

async function ourServer(): Promise<string> {
  const server = createServer({ dataDir: await temporaryFolder(), port: 0, rateLimit: false })
  onTestFinished(() => server.stop())
  return (await server.start()).url
}

const settingsIn = async (file: string) => JSON.parse(await readFile(file, 'utf8'))

test('an address is asked which server it is, and where its API is', async () => {
  const { ask } = await openDesk({ environment: quiet })
  const { url, origin } = await olderServer()
  expect(await ask('whichServer', { server: origin })).toEqual({ kind: 'hubnity', server: url, asked: true })
  expect(await ask('whichServer', { server: `${url}/` })).toEqual({ kind: 'hubnity', server: url, asked: true })
  const ours = await ourServer()
  expect(await ask('whichServer', { server: ours })).toEqual({ kind: 'meantime', server: ours, asked: true })
})

test('where nobody answers, the address alone says what it looks like, and that it was not asked', async () => {
  const { ask } = await openDesk({ environment: quiet })
  const nowhere = 'http://127.0.0.1:9'
  expect(await ask('whichServer', { server: nowhere })).toMatchObject({ kind: 'meantime', asked: false })
  expect(await ask('whichServer', { server: `${nowhere}/api/v1` })).toMatchObject({ kind: 'hubnity', asked: false })
  expect(await refusalOf(ask('whichServer', { server: 'somewhere' }))).toBe('SETTING_INVALID')
})

test('only what the address does not say of itself is written down', async () => {
  const { ask, paths } = await openDesk({ environment: quiet })
  await ask('chooseServer', { server: 'https://time.example.org', kind: 'meantime' })
  expect(await settingsIn(paths.settings)).toEqual({ server: 'https://time.example.org' })
  await ask('chooseServer', { server: 'https://time.example.org/older', kind: 'hubnity' })
  expect(await settingsIn(paths.settings)).toMatchObject({ serverKind: 'hubnity' })
  await ask('chooseServer', { server: 'https://time.example.org/api/v1', kind: 'hubnity' })
  expect(await settingsIn(paths.settings)).toEqual({ server: 'https://time.example.org/api/v1' })
  await ask('chooseServer', { server: 'https://time.example.org/api', kind: 'meantime' })
  expect(await settingsIn(paths.settings)).toMatchObject({ serverKind: 'meantime' })
})

test('what a variable decides is not overruled', async () => {
  const { ask } = await openDesk({ environment: { ...quiet, MEANTIME_SERVER_KIND: 'meantime' } })
  expect(await refusalOf(ask('chooseServer', { server: 'https://old.example.org/x', kind: 'hubnity' }))).toBe(
    'SETTING_FIXED',
  )
})

test('who chose a Hubnity server signs in there, and work arrives once, with its own times', async () => {
  const { older, url, password } = await olderServer('/older')
  const { ask } = await openDesk({ environment: quiet })
  await ask('chooseServer', { server: url, kind: 'hubnity' })
  const now = Date.now()
  await ask('addEntry', {
    description: 'From the desktop',
    project: null,
    segments: [{ from: now - 3_600_000, to: now - 1_800_000 }],
  })
  await ask('signIn', { email: EMAIL, password, server: url })
  expect(await ask('syncNow')).toMatchObject({ status: 'drained' })
  expect(older.tables.entries).toMatchObject([
    { description: 'From the desktop', startTime: now - 3_600_000, duration: 1800, status: 'STOPPED' },
  ])
})

test('who takes a Hubnity server for a Meantime server is told where it is, and nothing is changed', async () => {
  const { origin, url, password } = await olderServer()
  const { ask } = await openDesk({ environment: quiet })
  const problem = await ask('signIn', { email: EMAIL, password, server: origin }).catch(
    (error: { problem: { code: string; message: string } }) => error.problem,
  )
  expect(problem).toMatchObject({ code: 'HUBNITY_SERVER', message: `What answers at ${url} is a Hubnity server.` })
  expect((await ask('state')).account).toBeNull()
})
