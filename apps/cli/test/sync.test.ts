import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  ACCESS_TOKENS,
  authRequiredError,
  LOCKS,
  type Outcome,
  override,
  Secret,
  TRANSPORT,
  type Transport,
  TransportError,
  type TransportFailure,
} from '@meantime/core'
import type { ManualClock } from '@meantime/testkit'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/folder.js'
import { desk } from './support/in-process.js'
import { BIN, meantime } from './support/real-process.js'
import { EMAIL, PASSWORD, realServer } from './support/server.js'

const answering = (outcome: Outcome): Transport['send'] => {
  return async (batch) => ({ outcomes: new Map(batch.map(({ id }) => [id, outcome])), bytes: 1 })
}
const failing = (failure: TransportFailure): Transport['send'] => {
  return async () => {
    throw new TransportError({ failure, message: `The server said ${failure}.` })
  }
}

/** Somebody signed in, with an entry to deliver, and a transport that the test speaks through. */
async function signedIn(
  send: Transport['send'],
  more: { signal?: AbortSignal; signedOut?: boolean; busy?: boolean } = {},
) {
  const tokens = {
    getFreshToken: async () => {
      if (more.signedOut) throw authRequiredError()
      return new Secret('token')
    },
    onTokensSet: () => () => undefined,
  }
  const found = await desk({
    io: { interrupted: more.signal },
    overrides: [
      override(TRANSPORT, () => ({ send })),
      override(ACCESS_TOKENS, () => tokens),
      ...(more.busy ? [override(LOCKS, () => ({ tryAcquire: async () => undefined }))] : []),
    ],
  })
  const profile = { accountId: '01a20407-266d-7735-ba22-56223b6d66a8', email: EMAIL, server: 'http://127.0.0.1:9' }
  await writeFile(join(found.folder, 'profile.json'), JSON.stringify(profile))
  await found.run('start', 'x')
  return found
}

/** For what really waits a little between two tries. */
async function whileTimePasses<T>(clock: ManualClock, running: Promise<T>): Promise<T> {
  const passing = setInterval(() => clock.advance(1000), 5)
  return running.finally(() => clearInterval(passing))
}

const status = async (folder: string) => JSON.parse((await meantime(folder, ['status', '--json'])).stdout)

const REASON = { code: 'bad', message: 'The project is closed.' }

describe('how a delivery ends', () => {
  test.each([
    ['everything taken', answering({ kind: 'applied' }), 0, 'drained'],
    ['something parked', answering({ kind: 'rejected', reason: REASON }), 6, 'waiting'],
    ['something to be tried again', answering({ kind: 'retry', reason: REASON }), 6, 'waiting'],
    ['no connection', failing('offline'), 5, 'offline'],
    ['not a Meantime server', failing('not-meantime'), 5, 'refused'],
    ['too old a version', failing('upgrade'), 5, 'refused'],
    ['forbidden', failing('forbidden'), 4, 'refused'],
  ])('%s', async (_, send, code, status) => {
    const { run, clock } = await signedIn(send)
    const ended = await whileTimePasses(clock, run('sync', '--json'))
    expect([ended.code, JSON.parse(ended.stdout).status]).toEqual([code, status])
  })

  test('signing in is needed: exit code 4, and the tasks stay as they were', async () => {
    const { run, json } = await signedIn(answering({ kind: 'applied' }), { signedOut: true })
    expect((await run('sync')).code).toBe(4)
    expect(await json('status')).toMatchObject({
      account: { signInNeeded: true },
      queue: { waiting: 1 },
      lastSync: { status: 'auth-required' },
    })
  })

  test('what is parked is shown with its reason, and can be tried again under the same key', async () => {
    let outcome: Outcome = { kind: 'rejected', reason: REASON }
    const keys: string[] = []
    const { run, json, detached } = await signedIn(async (batch, context) => {
      keys.push(...batch.map(({ id }) => id))
      return answering(outcome)(batch, context)
    })
    await run('sync')
    expect((await run('queue', 'list', '--state', 'parked')).stdout).toContain(REASON.message)
    outcome = { kind: 'applied' }
    expect(await json('queue', 'retry')).toMatchObject({ retried: 1, delivery: 'background' })
    expect(detached.at(-1)?.slice(2)).toEqual(['sync'])
    expect((await run('sync')).code).toBe(0)
    expect(new Set(keys).size).toBe(1)
  })

  test('a person who asks passes every back-off', async () => {
    let outcome: Outcome = { kind: 'retry', afterMs: 3_600_000, reason: REASON }
    const { run } = await signedIn((batch, context) => answering(outcome)(batch, context))
    expect((await run('sync')).code).toBe(6)
    outcome = { kind: 'applied' }
    expect((await run('sync', '--background')).code).toBe(0)
    expect((await run('status', '--json')).stdout).toContain('"waiting":1')
    expect(await run('sync')).toMatchObject({ code: 0, stdout: '1 delivered; nothing waits.\n' })
  })

  test('while another program delivers, sync waits for it, and then says so', async () => {
    const { run, clock } = await signedIn(answering({ kind: 'applied' }), { busy: true })
    const running = run('sync')
    await clock.whenSleeping()
    await clock.advanceInSteps(31_000)
    const { code, stdout } = await running
    expect([code, stdout]).toEqual([0, 'Another program on this computer is delivering; 1 to go.\n'])
  })
})

describe('in the background', () => {
  test('nothing is ever printed, and the exit code still tells', async () => {
    const { run, clock } = await signedIn(failing('offline'))
    expect(await whileTimePasses(clock, run('sync', '--background'))).toEqual({ code: 5, stdout: '', stderr: '' })
  })

  test('each recording starts one, unless it was declined', async () => {
    const { run, json, detached, folder } = await signedIn(failing('offline'))
    expect(detached).toEqual([['--data-dir', folder, 'sync', '--background']])
    expect(await json('switch', 'y', '--no-sync')).toMatchObject({ delivery: 'manual' })
    expect(detached).toHaveLength(1)
    expect((await run('stop')).stderr).toContain('delivered in the background')
    expect(detached).toHaveLength(2)
  })
})

describe('Ctrl-C', () => {
  test('ends a delivery at once, gives back what was claimed, and exits with 130', async () => {
    const interrupt = new AbortController()
    const send: Transport['send'] = async (_, { signal }) => {
      interrupt.abort()
      if (!signal.aborted) await once(signal, 'abort')
      throw new TransportError({ failure: 'aborted', message: 'Stopped.' })
    }
    const { run, folder } = await signedIn(send, { signal: interrupt.signal })
    const { code, stderr } = await run('sync')
    expect([code, stderr]).toEqual([130, 'Interrupted. Nothing was delivered. 1 stays saved on this computer.\n'])
    const { stdout: listed } = await meantime(folder, ['queue', 'list', '--json'])
    expect(JSON.parse(listed)).toMatchObject({ tasks: [{ state: 'pending', attempts: 0 }] })
  })

  test('before a delivery began it ends too', async () => {
    const interrupt = new AbortController()
    const { run, folder } = await signedIn(answering({ kind: 'applied' }), { signal: interrupt.signal })
    interrupt.abort()
    expect((await run('sync')).code).toBe(130)
    expect((await status(folder)).queue).toMatchObject({ waiting: 1, delivered: 0 })
  })

  test('stops a server of our own gracefully', async () => {
    const folder = await temporaryFolder()
    const server = spawn(process.execPath, [BIN, 'server', '--port', '0', '--data', join(folder, 'server'), '--json'])
    const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string]
    const { url } = JSON.parse(line)
    const signIn = ['login', '--server', url, '--email', EMAIL, '--password-stdin', '--register']
    expect((await meantime(folder, signIn, { input: PASSWORD })).code).toBe(0)
    server.kill('SIGINT')
    expect(await once(server, 'exit')).toEqual([0, null])
  })
})

test('a port that is taken is told before anything is served', async () => {
  const { url } = await realServer()
  const { code, stderr } = await meantime(await temporaryFolder(), ['server', '--port', new URL(url).port])
  expect(code).toBe(3)
  expect(stderr).toContain('already in use')
})
