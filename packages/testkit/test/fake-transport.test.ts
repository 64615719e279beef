import { Secret } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { fakeTransport } from '../src/fake-transport.js'
import { sampleTasks } from '../src/sample-task.js'
import { stubAccessTokens } from '../src/stub-access-tokens.js'
import { describeTransportContract } from '../src/transport-contract.js'

const token = new Secret('token')
const context = () => ({ token, signal: new AbortController().signal })

describe('the stub of AccessTokens', () => {
  test('hands out a new token for a rejected one, and the same otherwise', async () => {
    const tokens = stubAccessTokens()
    const first = await tokens.getFreshToken()
    expect((await tokens.getFreshToken()).reveal()).toBe('token-1')
    expect((await tokens.getFreshToken(first)).reveal()).toBe('token-2')
    expect((await tokens.getFreshToken(first)).reveal()).toBe('token-2')
    expect(tokens.calls.map(({ rejected }) => rejected)).toEqual([undefined, undefined, 'token-1', 'token-1'])
  })

  test('signed out it asks for signing in, and tells when somebody does', async () => {
    const tokens = stubAccessTokens(null)
    let told = 0
    const unsubscribe = tokens.onTokensSet(() => {
      told += 1
    })
    await expect(tokens.getFreshToken()).rejects.toMatchObject({ code: 'AUTH_REQUIRED' })
    tokens.set('new')
    expect([(await tokens.getFreshToken()).reveal(), told]).toEqual(['new', 1])
    unsubscribe()
    tokens.set('newer')
    expect(told).toBe(1)
    tokens.fail(new Error('no network'))
    await expect(tokens.getFreshToken()).rejects.toThrow('no network')
  })
})

describe('the fake transport', () => {
  test('fails, answers and forgets as scripted, then works again', async () => {
    const transport = fakeTransport()
    const task = sampleTasks()
    const tasks = [task('start'), task('start'), task('start')] as const
    transport.failNext('throttled', 1, { retryAfterMs: 5 })
    transport.answer(tasks[1].id, 'nothing', 1)
    transport.answer(tasks[2].id, { kind: 'rejected', reason: { code: 'x', message: 'X' } })
    await expect(transport.send(tasks, context())).rejects.toMatchObject({ failure: 'throttled', retryAfterMs: 5 })
    expect([...(await transport.send(tasks, context())).outcomes.keys()]).toEqual([tasks[0].id, tasks[2].id])
    const { outcomes } = await transport.send(tasks, context())
    expect(tasks.map(({ id }) => outcomes.get(id)?.kind)).toEqual(['duplicate', 'applied', 'rejected'])
    expect(tasks.map(({ id }) => transport.effects(id))).toEqual([1, 1, 0])
    expect(transport.sent.map(({ token }) => token)).toEqual(['token', 'token', 'token'])
  })

  test('holds a request until it is let go or aborted', async () => {
    const transport = fakeTransport()
    const task = sampleTasks()
    const release = transport.hold()
    const stop = new AbortController()
    const stopped = transport.send([task('start')], { token, signal: stop.signal })
    const waiting = transport.send([task('start')], context())
    stop.abort()
    await expect(stopped).rejects.toMatchObject({ failure: 'aborted' })
    expect(transport.applied).toEqual([])
    release()
    expect((await waiting).outcomes.size).toBe(1)
  })
})

describe('the contract of transports, on a transport in memory', () => {
  describeTransportContract({
    create: () => {
      const transport = fakeTransport()
      return {
        transport: judging(transport),
        token,
        effects: transport.effects,
        received: () => '',
        fail: (failure) => transport.failNext(failure),
        loseResponse: transport.loseResponse,
        reject: (id) => transport.answer(id, { kind: 'rejected', reason: { code: 'x', message: 'X' } }),
      }
    },
    capabilities: { failures: ['offline', 'server', 'unauthorized'], rejects: false, tellsDuplicates: true },
  })
})

/** Adds what the in-memory transport leaves to real ones: looking at payloads and minding lanes. */
function judging(transport: ReturnType<typeof fakeTransport>): ReturnType<typeof fakeTransport> {
  return {
    ...transport,
    async send(batch, sending) {
      const isSound = ({ payload }: (typeof batch)[number]) =>
        typeof (payload as { occurredAt?: unknown } | null)?.occurredAt === 'number'
      const broken = batch.filter((task) => !isSound(task))
      const lanes = new Set(broken.map(({ lane }) => lane))
      const { outcomes, bytes } = await transport.send(
        batch.filter(({ lane }) => !lanes.has(lane)),
        sending,
      )
      const reason = { code: 'invalid', message: 'Not valid.' }
      const refused = broken.map(({ id }) => [id, { kind: 'rejected', reason }] as const)
      return { outcomes: new Map([...outcomes, ...refused]), bytes }
    },
  }
}
