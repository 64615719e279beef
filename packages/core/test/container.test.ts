import { describe, expect, test } from 'vitest'
import { createApp, token } from '../src/container.js'
import { isMeantimeError } from '../src/errors.js'
import { A, B, C, contributes, errorOf, expectCode, LIST, plugin, provides } from './stub-services.js'

describe('putting services together', () => {
  test('a service gets what it needs, and everyone gets the same one', () => {
    const app = createApp({
      plugins: [provides(A, (resolve) => ({ b: resolve(B) })), provides(B, () => ({}))],
    })
    expect((app.get(A) as { b: object }).b).toBe(app.get(B))
  })

  test('two installed copies of a package agree on a token', () => {
    const app = createApp({ plugins: [provides(A, () => ({ answer: 42 }))] })
    expect(app.get(token<object>('test.A'))).toEqual({ answer: 42 })
  })

  test('a service that nobody provides is named, with the one that needs it', () => {
    const app = createApp({ plugins: [provides(A, (resolve) => ({ b: resolve(B) }))] })
    expectCode(
      errorOf(() => app.get(A)),
      'MISSING_PROVIDER',
      'No plugin provides test.B, needed by test.A.',
    )
    expectCode(
      errorOf(() => app.get(C)),
      'MISSING_PROVIDER',
      'No plugin provides test.C.',
    )
  })

  test('a missing service stays missing after its neighbour was asked for', () => {
    const app = createApp({ plugins: [provides(A, (resolve) => ({ b: resolve(B) }))] })
    errorOf(() => app.get(A))
    expectCode(
      errorOf(() => app.get(B)),
      'MISSING_PROVIDER',
      'No plugin provides test.B.',
    )
  })

  test('asking for a list as if it were one service says how to read it', () => {
    const app = createApp({ plugins: [contributes(LIST, () => ({}))] })
    expect(errorOf(() => app.get(LIST))).toMatchObject({ code: 'MISSING_PROVIDER', hint: expect.stringMatching(/all/) })
  })

  test('an optional service is undefined when nobody provides it', () => {
    const app = createApp({
      plugins: [
        provides(A, (resolve) => ({ b: resolve.optional(B), c: resolve.optional(C) })),
        provides(C, () => ({ here: true })),
      ],
    })
    expect(app.get(A)).toEqual({ b: undefined, c: { here: true } })
  })

  test('a second provider is refused, and both plugins are named', () => {
    const plugins = [provides(A, () => ({}), 'first'), provides(A, () => ({}), 'second')]
    expectCode(
      errorOf(() => createApp({ plugins })),
      'DUPLICATE_PROVIDER',
      'test.A is provided twice: by first and by second.',
    )
  })

  test('services that need each other are refused by name, in order', () => {
    const app = createApp({
      plugins: [
        provides(A, (resolve) => ({ b: resolve(B) })),
        provides(B, (resolve) => ({ c: resolve(C) })),
        provides(C, (resolve) => ({ b: resolve(B) })),
      ],
    })
    expectCode(
      errorOf(() => app.get(A)),
      'PROVIDER_CYCLE',
      'Services need each other in a circle: test.B → test.C → test.B.',
    )
  })

  test('a contributed service in a circle is named with its plugin', () => {
    const app = createApp({
      plugins: [
        contributes(LIST, (resolve) => ({ a: resolve(A) }), 'a-plugin'),
        provides(A, (resolve) => ({ list: resolve.all(LIST) })),
      ],
    })
    expectCode(
      errorOf(() => app.all(LIST)),
      'PROVIDER_CYCLE',
      'Services need each other in a circle: test.List[0] of a-plugin → test.A → test.List[0] of a-plugin.',
    )
  })

  test('a contributed service that reads its own list is a circle, not a stack overflow', () => {
    const app = createApp({ plugins: [contributes(LIST, (resolve) => ({ all: resolve.all(LIST) }))] })
    expect(
      isMeantimeError(
        errorOf(() => app.all(LIST)),
        'PROVIDER_CYCLE',
      ),
    ).toBe(true)
  })

  test('a circle through a function that resolves later is fine', () => {
    const app = createApp({
      plugins: [provides(A, (resolve) => ({ b: () => resolve(B) })), provides(B, (resolve) => ({ a: resolve(A) }))],
    })
    expect((app.get(A) as { b(): object }).b()).toBe(app.get(B))
  })

  test('contributions keep the order of the plugins, each made once', () => {
    const app = createApp({ plugins: [contributes(LIST, () => ({ n: 1 })), contributes(LIST, () => ({ n: 2 }))] })
    expect(app.all(LIST)).toEqual([{ n: 1 }, { n: 2 }])
    expect(app.all(LIST)[1]).toBe(app.all(LIST)[1])
    expect(app.all(A)).toEqual([])
  })

  test('a factory that threw is tried again at the next call', () => {
    let calls = 0
    const app = createApp({
      plugins: [
        provides(A, () => {
          calls += 1
          if (calls === 1) throw new Error('not yet')
          return { calls }
        }),
      ],
    })
    expect(errorOf(() => app.get(A))).toEqual(new Error('not yet'))
    expect(app.get(A)).toEqual({ calls: 2 })
  })

  test('a factory that gives nothing is refused instead of being run at every use', () => {
    const app = createApp({ plugins: [provides(token<unknown>('test.Empty'), () => undefined, 'forgetful')] })
    expectCode(
      errorOf(() => app.get(token('test.Empty'))),
      'EMPTY_PROVIDER',
      'The factory of test.Empty in forgetful gave nothing.',
    )
  })

  test.each([0, '', false])('a service may be the value %j, and is made once', (value) => {
    let made = 0
    const VALUE = token<unknown>('test.Value')
    const app = createApp({
      plugins: [
        provides(VALUE, () => {
          made += 1
          return value
        }),
      ],
    })
    expect([app.get(VALUE), app.get(VALUE)]).toEqual([value, value])
    expect(made).toBe(1)
  })

  test('a plugin that registers after its register() returned is refused', () => {
    let late: (() => void) | undefined
    const app = createApp({
      plugins: [
        plugin('slow', (registry) => {
          late = () => registry.provide(A, () => ({}))
        }),
      ],
    })
    expectCode(
      errorOf(() => late?.()),
      'LATE_REGISTRATION',
      'slow registered test.A after its register() had returned.',
    )
    expect(
      isMeantimeError(
        errorOf(() => app.get(A)),
        'MISSING_PROVIDER',
      ),
    ).toBe(true)
  })
})
