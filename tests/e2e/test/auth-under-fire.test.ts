import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, systemClock } from '@meantime/core'
import { PATHS } from '@meantime/protocol'
import type { MeantimeServer, ServerOptions } from '@meantime/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RealWorld } from './support/real-world.js'

const PROCESSES = 8
const YEAR_MS = 365 * 86_400_000
const TIMEOUT_MS = 300_000

let world: RealWorld
let refreshes: number
let losing: number
beforeEach(() => {
  world = new RealWorld()
  refreshes = 0
  losing = 0
})
afterEach(() => world.end())

/** Counts refreshes; the next `losing` of them are done, and their answers lost. */
function watch({ fastify }: MeantimeServer): void {
  fastify.addHook('onSend', async (request) => {
    if (request.url !== PATHS.refresh) return
    refreshes += 1
    if (losing === 0) return
    losing -= 1
    request.raw.socket.destroy()
  })
}

const serverUp = (options: ServerOptions = {}) => world.serverUp(options, watch)

/** Somebody signed in who has recorded two entries and delivered none. */
async function recorded(options: ServerOptions = {}): Promise<void> {
  await serverUp(options)
  expect((await world.signUp()).exitCode).toBe(0)
  for (const args of [['start', 'One'], ['switch', 'Two'], ['stop']]) {
    const run = await world.cli(...args)
    expect(run.exitCode, run.stderr).toBe(0)
  }
}

const syncs = async () => {
  const runs = await Promise.all(Array.from({ length: PROCESSES }, () => world.cli('sync')))
  return { runs, codes: runs.map(({ exitCode }) => exitCode) }
}

async function expectDelivered(): Promise<void> {
  expect(await world.ledger()).toMatchObject({ recorded: 4, delivered: 4, queued: 0, lost: [], surplus: [] })
}

/** What every program finds in the store from now on. */
function changeTokens(change: (pair: StoredPair) => Partial<StoredPair>): StoredPair {
  const file = join(world.client, 'tokens.json')
  const { version, accounts } = JSON.parse(readFileSync(file, 'utf8')) as StoredTokens
  const [[id, pair] = ['', { access: '', accessExpiresAt: 0, refresh: '' }]] = Object.entries(accounts)
  writeFileSync(file, JSON.stringify({ version, accounts: { [id]: { ...pair, ...change(pair) } } }), { mode: 0o600 })
  return pair
}

interface StoredPair {
  readonly access: string
  readonly accessExpiresAt: number
  readonly refresh: string
}
interface StoredTokens {
  readonly version: number
  readonly accounts: Readonly<Record<string, StoredPair>>
}

const expire = () => changeTokens(() => ({ accessExpiresAt: Date.now() - 1000 }))

/** The server forgets how it signed its access tokens: each is answered 401, however long it had to live. */
async function refuseAccessTokens(): Promise<void> {
  await world.serverDown()
  await serverUp({ jwtSecret: new Secret(randomBytes(32).toString('hex')) })
}

it(
  '8 programs at once with an expired access token cost one refresh between them',
  async () => {
    await recorded()
    expire()
    const { runs, codes } = await syncs()
    expect(codes, runs.map(({ stderr }) => stderr).join('')).toEqual(Array(PROCESSES).fill(0))
    expect(refreshes).toBe(1)
    await expectDelivered()
  },
  TIMEOUT_MS,
)

it(
  '8 programs at once whose access token is refused by the server cost one refresh between them',
  async () => {
    await recorded()
    await refuseAccessTokens()
    const { runs, codes } = await syncs()
    expect(codes, runs.map(({ stderr }) => stderr).join('')).toEqual(Array(PROCESSES).fill(0))
    expect(refreshes).toBe(1)
    await expectDelivered()
  },
  TIMEOUT_MS,
)

it(
  'an answer to a refresh that is lost, twice in a row, signs nobody out',
  async () => {
    await recorded()
    expire()
    losing = 2
    const before = changeTokens(() => ({}))
    for (const _ of [1, 2]) expect((await world.cli('sync')).exitCode).toBe(5)
    expect(changeTokens(() => ({}))).toEqual(before)
    expect((await world.cli('sync')).exitCode).toBe(0)
    expect(refreshes).toBe(3)
    await expectDelivered()
  },
  TIMEOUT_MS,
)

it(
  '8 programs at once that all lose their answers leave a session that the next one goes on with',
  async () => {
    await recorded()
    expire()
    losing = PROCESSES
    const { codes } = await syncs()
    expect(codes).not.toContain(4)
    losing = 0
    expect((await world.cli('sync')).exitCode).toBe(0)
    await expectDelivered()
  },
  TIMEOUT_MS,
)

it(
  'a session that was ended elsewhere is asked for once; each program says so, and no work is touched',
  async () => {
    await recorded()
    const { refresh } = expire()
    const ended = await fetch(world.url + PATHS.logout, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: refresh }),
    })
    expect(ended.status).toBe(204)
    const { runs, codes } = await syncs()
    expect(codes).toEqual(Array(PROCESSES).fill(4))
    for (const { stderr } of runs) expect(stderr).toMatch(/not signed in.*saved on this computer.*meantime login/)
    expect(refreshes).toBe(1)
    expect(await world.ledger()).toMatchObject({ recorded: 4, delivered: 0, queued: 4, parked: 0, lost: [] })
    expect((await world.cli('status')).stdout).toMatch(/signed out, run `meantime login` to deliver/)

    expect((await world.signIn()).exitCode).toBe(0)
    expect((await world.cli('sync')).exitCode).toBe(0)
    await expectDelivered()
  },
  TIMEOUT_MS,
)

it(
  'a dead network during a refresh signs nobody out: the work arrives when the network is back',
  async () => {
    await recorded()
    const before = expire()
    await world.serverDown()
    const { codes } = await syncs()
    expect(codes).toEqual(Array(PROCESSES).fill(5))
    expect(changeTokens(() => ({})).refresh).toBe(before.refresh)
    await serverUp()
    expect((await world.cli('sync')).exitCode).toBe(0)
    await expectDelivered()
  },
  TIMEOUT_MS,
)

it.each([
  ['slow', YEAR_MS],
  ['fast', -YEAR_MS],
])(
  'a computer whose clock is a year %s delivers, and its times stay its own',
  async (_name, serverAhead) => {
    await recorded({ clock: { ...systemClock, now: () => Date.now() + serverAhead } })
    expect((await world.cli('sync')).exitCode).toBe(0)
    await expectDelivered()
    for (const { sameTimes } of (await world.ledger()).entries) expect(sameTimes).toBe(true)
  },
  TIMEOUT_MS,
)

it.each([
  ['back', YEAR_MS, 1],
  ['forward', -YEAR_MS, 1],
])(
  'a clock that jumped a year %s since signing in costs a refresh and nothing else',
  async (_name, jump, cost) => {
    await recorded()
    // What a pair stored a year ago, or in a year, by this computer's clock looks like now.
    changeTokens(({ accessExpiresAt }) => ({ accessExpiresAt: accessExpiresAt + jump }))
    await refuseAccessTokens()
    expect((await world.cli('sync')).exitCode).toBe(0)
    expect(refreshes).toBe(cost)
    await expectDelivered()
  },
  TIMEOUT_MS,
)
