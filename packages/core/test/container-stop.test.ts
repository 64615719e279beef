import { describe, expect, test } from 'vitest'
import { createApp, type Service } from '../src/container.js'
import { isMeantimeError } from '../src/errors.js'
import { A, B, C, errorOf, gated, provides, recorder, rejection } from './stub-services.js'

describe('stopping', () => {
  test('one failure keeps no other service from stopping, and all failures are told by name', async () => {
    const log: string[] = []
    const app = createApp({
      plugins: [
        provides(A, () => recorder(log, 'A', { stop: new Error('a') })),
        provides(B, () => recorder(log, 'B')),
        provides(C, () => ({
          stop() {
            throw new Error('c, at once')
          },
        })),
      ],
    })
    await app.start()
    const error = (await rejection(app.stop())) as AggregateError
    expect(error.errors.map((each: Error) => each.message)).toEqual([
      'test.C did not stop cleanly',
      'test.A did not stop cleanly',
    ])
    expect(log).toEqual(['start A', 'start B', 'stop B', 'stop A'])
  })

  test('stopping twice stops nothing twice and tells no failure twice', async () => {
    const log: string[] = []
    const app = createApp({ plugins: [provides(A, () => recorder(log, 'A', { stop: new Error('a') }))] })
    await app.start()
    expect(await Promise.all([rejection(app.stop()), rejection(app.stop())])).toEqual([
      expect.any(AggregateError),
      undefined,
    ])
    expect(log).toEqual(['start A', 'stop A'])
  })

  test('a second stop returns only when the first is done', async () => {
    const log: string[] = []
    const gate = gated()
    const slow: Service = {
      async stop() {
        await gate.promise
        log.push('closed')
      },
    }
    const app = createApp({ plugins: [provides(A, () => slow)] })
    await app.start()
    const first = app.stop()
    const second = app.stop().then(() => log.push('second returned'))
    gate.resolve()
    await Promise.all([first, second])
    expect(log).toEqual(['closed', 'second returned'])
  })

  test('what was made but never started is not stopped', async () => {
    const log: string[] = []
    const app = createApp({ plugins: [provides(A, () => recorder(log, 'A'))] })
    app.get(A)
    await app.stop()
    expect(log).toEqual([])
  })

  test('a service that only closes is closed, whenever it was made', async () => {
    const log: string[] = []
    const closing = (name: string): Service => ({ stop: () => void log.push(`stop ${name}`) })
    const app = createApp({ plugins: [provides(A, () => closing('A')), provides(B, () => closing('B'))] })
    await app.start(A)
    app.get(B)
    await app.stop()
    expect(log).toEqual(['stop B', 'stop A'])
  })

  test('a stop while the app is starting lets the current service finish, opens no other and closes all', async () => {
    const log: string[] = []
    const gate = gated()
    const app = createApp({
      plugins: [
        provides(A, () => ({
          ...recorder(log, 'A'),
          start: () => gate.promise.then(() => void log.push('A is open')),
        })),
        provides(B, () => recorder(log, 'B')),
      ],
    })
    const starting = rejection(app.start())
    await new Promise(setImmediate)
    const stopping = app.stop()
    gate.resolve()
    expect(isMeantimeError(await starting, 'APP_STOPPED')).toBe(true)
    await stopping
    expect(log).toEqual(['A is open', 'stop A'])
  })

  test('a stopped app does not start again, and says so', async () => {
    const log: string[] = []
    const app = createApp({ plugins: [provides(A, () => recorder(log, 'A')), provides(B, () => ({}))] })
    await app.start(A)
    await app.stop()
    expect(isMeantimeError(await rejection(app.start()), 'APP_STOPPED')).toBe(true)
    expect(
      isMeantimeError(
        errorOf(() => app.get(B)),
        'APP_STOPPED',
      ),
    ).toBe(true)
    expect(app.get(A)).toBeDefined()
    expect(log).toEqual(['start A', 'stop A'])
  })

  test('stopping an app that never started does nothing', async () => {
    await createApp({ plugins: [provides(A, () => ({}))] }).stop()
  })
})
