import { describe, expect, test } from 'vitest'
import { createApp, override } from '../src/container.js'
import { isMeantimeError } from '../src/errors.js'
import { A, B, contributes, errorOf, expectCode, LIST, provides, recorder } from './stub-services.js'

describe('overrides', () => {
  test('an override replaces a provider, whose factory never runs', () => {
    const app = createApp({
      plugins: [
        provides(A, () => {
          throw new Error('must not run')
        }),
        provides(B, (resolve) => ({ a: resolve(A) })),
      ],
      overrides: [override(A, () => ({ fake: true }))],
    })
    expect(app.get(B)).toEqual({ a: { fake: true } })
  })

  test('an override may resolve other services', () => {
    const app = createApp({
      plugins: [provides(A, () => ({})), provides(B, () => ({ n: 1 }))],
      overrides: [override(A, (resolve) => ({ b: resolve(B) }))],
    })
    expect(app.get(A)).toEqual({ b: { n: 1 } })
  })

  test('an override of a list replaces all that was contributed', () => {
    const app = createApp({
      plugins: [contributes(LIST, () => ({ n: 1 })), contributes(LIST, () => ({ n: 2 }))],
      overrides: [override(LIST, () => ({ n: 3 }))],
    })
    expect(app.all(LIST)).toEqual([{ n: 3 }])
  })

  test('of two overrides for one token the later one counts', () => {
    const app = createApp({
      plugins: [provides(A, () => ({ n: 0 }))],
      overrides: [override(A, () => ({ n: 1 })), override(A, () => ({ n: 2 }))],
    })
    expect(app.get(A)).toEqual({ n: 2 })
  })

  test('an override of what nobody provides is refused: it would silently replace nothing', () => {
    expectCode(
      errorOf(() => createApp({ plugins: [], overrides: [override(A, () => ({}))] })),
      'UNUSED_OVERRIDE',
      'An override replaces test.A, which no plugin provides.',
    )
  })
})

describe('two apps in one process', () => {
  test('each has services of its own, and stopping one leaves the other alone', async () => {
    const log: string[] = []
    const make = (name: string) => createApp({ plugins: [provides(A, () => recorder(log, name))] })
    const [first, second] = [make('first'), make('second')]
    await Promise.all([first.start(), second.start()])
    expect(first.get(A)).not.toBe(second.get(A))
    await first.stop()
    expect(log).toEqual(['start first', 'start second', 'stop first'])
    expect(second.get(A)).toBeDefined()
    await second.stop()
  })

  test('nothing reaches or reads the global container', async () => {
    // Late, because tsyringe wants reflect-metadata first, which container.ts loads.
    const { container: globalContainer } = await import('tsyringe')
    globalContainer.register(B, { useValue: { global: true } })
    try {
      const app = createApp({ plugins: [provides(A, () => ({}))] })
      app.get(A)
      expect(globalContainer.isRegistered(A)).toBe(false)
      expect(
        isMeantimeError(
          errorOf(() => app.get(B)),
          'MISSING_PROVIDER',
        ),
      ).toBe(true)
    } finally {
      globalContainer.reset()
    }
  })

  test('the same plugin object can serve both', () => {
    const shared = provides(A, () => ({}))
    expect(createApp({ plugins: [shared] }).get(A)).not.toBe(createApp({ plugins: [shared] }).get(A))
  })
})
