import { describe, expect, test } from 'vitest'
import { createApp, type Service, token } from '../src/container.js'
import {
  A,
  B,
  C,
  contributes,
  errorOf,
  expectCode,
  gated,
  LIST,
  provides,
  recorder,
  rejection,
} from './stub-services.js'

describe('starting', () => {
  const chain = (log: string[]) => [
    provides(A, (resolve) => ({ ...recorder(log, 'A'), b: resolve(B) })),
    provides(B, () => recorder(log, 'B')),
    provides(C, () => recorder(log, 'C')),
    contributes(LIST, () => recorder(log, 'listed')),
  ]

  test('everything provided and contributed starts, a need before the one that needs it', async () => {
    const log: string[] = []
    await createApp({ plugins: chain(log) }).start()
    expect(log).toEqual(['start B', 'start A', 'start C', 'start listed'])
  })

  test('only the named services and what they need start, and more can be started later', async () => {
    const log: string[] = []
    const app = createApp({ plugins: chain(log) })
    await app.start(A)
    expect(log).toEqual(['start B', 'start A'])
    await app.start(LIST)
    await app.start(A, C)
    expect(log).toEqual(['start B', 'start A', 'start listed', 'start C'])
    await app.stop()
    expect(log.slice(4)).toEqual(['stop C', 'stop listed', 'stop A', 'stop B'])
  })

  test('starting twice starts nothing twice', async () => {
    const log: string[] = []
    const app = createApp({ plugins: chain(log) })
    await app.start()
    await app.start()
    expect(log).toHaveLength(4)
  })

  test('a start that comes while another runs returns only when everything is open', async () => {
    const log: string[] = []
    const gate = gated()
    const slow: Service = {
      async start() {
        await gate.promise
        log.push('open')
      },
    }
    const app = createApp({ plugins: [provides(A, () => slow)] })
    const first = app.start()
    const second = app.start().then(() => log.push('second returned'))
    gate.resolve()
    await Promise.all([first, second])
    expect(log).toEqual(['open', 'second returned'])
  })

  test('services start one after the other, never side by side', async () => {
    const log: string[] = []
    const slow = (name: string): Service => ({
      async start() {
        log.push(`${name} begins`)
        await Promise.resolve()
        log.push(`${name} done`)
      },
    })
    await createApp({ plugins: [provides(A, () => slow('A')), provides(B, () => slow('B'))] }).start()
    expect(log).toEqual(['A begins', 'A done', 'B begins', 'B done'])
  })

  test('one object behind two tokens is started and stopped once', async () => {
    const log: string[] = []
    const app = createApp({ plugins: [provides(A, () => recorder(log, 'A')), provides(B, (resolve) => resolve(A))] })
    await app.start()
    await app.stop()
    expect(log).toEqual(['start A', 'stop A'])
  })

  test('a service made before start() is started by it', async () => {
    const log: string[] = []
    const app = createApp({ plugins: chain(log) })
    app.get(C)
    await app.start(A)
    expect(log).toEqual(['start C', 'start B', 'start A'])
  })

  test('a service that another one makes while it starts is started too', async () => {
    const log: string[] = []
    const app = createApp({
      plugins: [provides(A, (resolve) => ({ start: () => void resolve(B) })), provides(B, () => recorder(log, 'B'))],
    })
    await app.start(A)
    expect(log).toEqual(['start B'])
    expect(app.get(B)).toBeDefined()
  })

  test('a service that start() was not told about is never handed out unopened', async () => {
    const log: string[] = []
    const app = createApp({ plugins: chain(log) })
    await app.start(B)
    const message = 'test.C was made after the app had started and is not open.'
    expectCode(
      errorOf(() => app.get(C)),
      'NOT_STARTED',
      message,
    )
    expectCode(
      errorOf(() => app.get(C)),
      'NOT_STARTED',
      message,
    )
    await app.start(C)
    expect(app.get(C)).toBeDefined()
    expect(log).toEqual(['start B', 'start C'])
  })

  test('a service with nothing to open can be made at any time', async () => {
    const app = createApp({ plugins: [provides(A, () => ({})), provides(B, () => ({ n: 1 }))] })
    await app.start(A)
    expect(app.get(B)).toEqual({ n: 1 })
  })

  test('a start that fails closes what was opened, newest first, and itself', async () => {
    const log: string[] = []
    const failure = new Error('the disk is full')
    const app = createApp({
      plugins: [
        provides(A, () => recorder(log, 'A')),
        provides(B, () => recorder(log, 'B', { start: failure })),
        provides(C, () => recorder(log, 'C')),
      ],
    })
    expect(await rejection(app.start())).toBe(failure)
    expect(log).toEqual(['start A', 'start B', 'stop B', 'stop A'])
    await app.stop()
    expect(log).toHaveLength(4)
  })

  test('a start() that throws instead of rejecting is cleaned up the same way', async () => {
    const log: string[] = []
    const app = createApp({
      plugins: [
        provides(A, () => recorder(log, 'A')),
        provides(B, () => ({
          start() {
            throw new Error('at once')
          },
        })),
      ],
    })
    expect(await rejection(app.start())).toEqual(new Error('at once'))
    expect(log).toEqual(['start A', 'stop A'])
  })

  test('a later start that cannot make its service closes what an earlier one opened', async () => {
    const log: string[] = []
    const app = createApp({ plugins: chain(log) })
    await app.start(B)
    const error = await rejection(app.start(token('test.Nowhere')))
    expectCode(error, 'MISSING_PROVIDER', 'No plugin provides test.Nowhere.')
    expect(log).toEqual(['start B', 'stop B'])
  })

  test('when cleaning up fails too, no error hides another and the first one comes first', async () => {
    const app = createApp({
      plugins: [
        provides(A, () => recorder([], 'A', { stop: new Error('A is stuck') })),
        provides(B, () => recorder([], 'B', { start: new Error('B is broken'), stop: new Error('B is stuck') })),
      ],
    })
    const error = (await rejection(app.start())) as AggregateError
    expect(error).toBeInstanceOf(AggregateError)
    expect(error.cause).toEqual(new Error('B is broken'))
    expect(error.errors.map((each: Error) => (each.cause as Error | undefined)?.message ?? each.message)).toEqual([
      'B is broken',
      'B is stuck',
      'A is stuck',
    ])
  })
})
