import { inspect } from 'node:util'
import {
  type ClaimedTask,
  type EventType,
  isTransportError,
  type Secret,
  type TaskId,
  type Transport,
  type TransportFailure,
} from '@meantime/core'
import { describe, expect, test } from 'vitest'
import type { ResultTwist } from './fault-server/fault.js'
import { type SampleOptions, sampleTasks } from './sample-task.js'

/** What the far side can be made to do by a test. */
export interface TransportUnderTest {
  readonly transport: Transport
  /** A token that the far side takes. */
  readonly token: Secret
  /** How often a task took effect at the far side. */
  effects(id: TaskId): number | Promise<number>
  /** Everything the far side received in bodies so far, as text: grepped for secrets. */
  received(): string
  /** The next request fails in this way, without an effect. */
  fail(failure: TransportFailure): void
  /** The next request takes effect, and its answer is lost. */
  loseResponse(): void
  /** The next request takes effect, and its results come back changed. Needed with `twists`. */
  twist?(how: ResultTwist): void
  /** The far side refuses this task for good. Needed with `rejects`. */
  reject?(id: TaskId): void
}

export interface TransportContract {
  /** A transport, and a far side that has seen nothing yet. */
  create(): TransportUnderTest | Promise<TransportUnderTest>
  readonly capabilities: {
    /** The failures of whole requests that the far side can show, beside `aborted`. */
    readonly failures: readonly Exclude<TransportFailure, 'aborted'>[]
    /** The far side can refuse one task for good. */
    readonly rejects: boolean
    /** The far side tells `duplicate` from `applied`. */
    readonly tellsDuplicates: boolean
    /** How the results in an answer can come back changed. @default none: it has no list of results */
    readonly twists?: readonly ResultTwist[]
  }
}

/** What every Transport promises. Call it in a test file of the plugin. */
export function describeTransportContract({ create, capabilities }: TransportContract): void {
  const scene = async () => {
    const under = await create()
    const send = (tasks: readonly ClaimedTask[], signal = new AbortController().signal) =>
      under.transport.send(tasks, { token: under.token, signal })
    return { ...under, send, task: sampleTasks() }
  }
  const entry = (task: ReturnType<typeof sampleTasks>, payload: NonNullable<SampleOptions['payload']> = {}) => {
    const start = task('start', { payload })
    const next = (type: EventType) => task(type, { entryId: start.lane, payload })
    return [start, next('pause'), next('resume'), next('stop')] as const
  }

  describe('a transport', () => {
    test('delivers an entry in one batch: each task takes effect once, and is told so', async () => {
      const { send, effects, task } = await scene()
      const tasks = entry(task)
      const { outcomes, bytes } = await send(tasks)
      expect([...outcomes.keys()].sort()).toEqual(tasks.map(({ id }) => id).sort())
      for (const { id } of tasks) expect([outcomes.get(id), await effects(id)]).toEqual([{ kind: 'applied' }, 1])
      expect(bytes).toBeGreaterThan(0)
    })

    test('delivers every kind of event of an entry', async () => {
      const { send, effects, task } = await scene()
      const start = task('start')
      const rest = (['stop', 'edit', 'delete'] as const).map((type) => task(type, { entryId: start.lane }))
      await send([start, ...rest])
      for (const { id } of [start, ...rest]) expect(await effects(id)).toBe(1)
    })

    test('a batch sent again changes nothing', async () => {
      const { send, effects, task } = await scene()
      const tasks = entry(task)
      await send(tasks)
      const { outcomes } = await send(tasks)
      const told = capabilities.tellsDuplicates ? /^duplicate$/ : /^(duplicate|applied)$/
      for (const { id } of tasks) {
        expect(outcomes.get(id)?.kind).toMatch(told)
        expect(await effects(id)).toBe(1)
      }
    })

    test('a lost answer is a failure of the request, and sending again makes nothing twice', async () => {
      const { send, effects, loseResponse, task } = await scene()
      const tasks = entry(task)
      loseResponse()
      await expect(send(tasks)).rejects.toSatisfy((error) => isTransportError(error))
      const { outcomes } = await send(tasks)
      for (const { id } of tasks) {
        expect(outcomes.get(id)?.kind).toMatch(/^(duplicate|applied)$/)
        expect(await effects(id)).toBe(1)
      }
    })

    test('a payload that makes no sense is rejected alone, with a reason; other entries are delivered', async () => {
      const { send, effects, task } = await scene()
      const broken = task('start', { payload: { occurredAt: 'yesterday' } })
      const good = entry(task)
      const { outcomes } = await send([broken, ...good])
      expect(outcomes.get(broken.id)).toMatchObject({
        kind: 'rejected',
        reason: { message: expect.stringMatching(/\w/) },
      })
      for (const { id } of good) expect(outcomes.get(id)).toEqual({ kind: 'applied' })
      expect(await effects(broken.id)).toBe(0)
    })

    test('a stop never takes effect without its start', async () => {
      const { send, effects, task } = await scene()
      const [start, , , stop] = entry(task)
      const { outcomes } = await send([{ ...start, payload: null }, stop])
      expect(String(outcomes.get(stop.id)?.kind)).not.toMatch(/^(applied|duplicate)$/)
      expect(await effects(stop.id)).toBe(0)
    })

    test('no token in a payload is ever sent', async () => {
      const { send, received, task } = await scene()
      const hidden = {
        accessToken: 'hunter2',
        refreshToken: 'hunter2',
        _encrypted: 'hunter2',
        auth: { token: 'hunter2' },
      }
      const { outcomes } = await send(entry(task, hidden))
      expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(Array(4).fill('applied'))
      expect(received()).not.toContain('hunter2')
    })

    test('an aborted request says so, and nothing is sent after that', async () => {
      const { send, effects, task } = await scene()
      const tasks = entry(task)
      await expect(send(tasks, AbortSignal.abort())).rejects.toMatchObject({ failure: 'aborted' })
      expect(await effects(tasks[0].id)).toBe(0)
    })

    test.each(capabilities.failures)(
      'a request that fails as %s is told apart, has no effect and shows no token',
      async (failure) => {
        const { send, effects, fail, token, task } = await scene()
        const tasks = entry(task)
        fail(failure)
        const error = await send(tasks).catch((reason: unknown) => reason)
        expect(isTransportError(error, failure), String(error)).toBe(true)
        expect(inspect(error, { depth: null, showHidden: true })).not.toContain(token.reveal())
        expect(await effects(tasks[0].id)).toBe(0)
        expect((await send(tasks)).outcomes.get(tasks[0].id)).toEqual({ kind: 'applied' })
      },
    )

    test.each(capabilities.twists ?? [])(
      'results that come back %s settle only what they say beyond doubt; sent again, everything is',
      async (how) => {
        const { send, effects, twist, task } = await scene()
        const tasks = entry(task)
        twist?.(how)
        const first = await send(tasks).then(
          ({ outcomes }) => outcomes,
          (error: unknown) => isTransportError(error, 'server') && new Map(),
        )
        const doubted: Partial<Record<ResultTwist, number>> = { missing: 1, empty: 4, contradictory: 4 }
        expect(first && [...first.values()].map(({ kind }) => kind)).toEqual(
          Array(4 - (doubted[how] ?? 0)).fill('applied'),
        )
        const { outcomes } = await send(tasks)
        for (const { id } of tasks) {
          expect(outcomes.get(id)?.kind).toMatch(/^(duplicate|applied)$/)
          expect(await effects(id)).toBe(1)
        }
      },
    )

    if (capabilities.rejects)
      test('a task that the far side refuses blocks its own entry and no other', async () => {
        const { send, effects, reject, task } = await scene()
        const [start, ...rest] = entry(task)
        const others = entry(task)
        reject?.(start.id)
        const { outcomes } = await send([start, ...rest, ...others])
        expect(outcomes.get(start.id)).toMatchObject({
          kind: 'rejected',
          reason: { code: expect.stringMatching(/\w/) },
        })
        for (const { id } of rest) expect(await effects(id)).toBe(0)
        for (const { id } of others) expect(outcomes.get(id)).toEqual({ kind: 'applied' })
      })
  })
}
