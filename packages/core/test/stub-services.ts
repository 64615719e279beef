import { expect } from 'vitest'
import { type Factory, type Plugin, type Service, type Token, token } from '../src/container.js'
import { isMeantimeError } from '../src/errors.js'

export const A = token<object>('test.A')
export const B = token<object>('test.B')
export const C = token<object>('test.C')
export const LIST = token<object>('test.List')

export const plugin = (name: string, register: Plugin['register']): Plugin => ({ name, register })
export const provides = <T>(wanted: Token<T>, factory: Factory<T>, name = 'some-plugin'): Plugin =>
  plugin(name, (registry) => registry.provide(wanted, factory))
export const contributes = <T>(wanted: Token<T>, factory: Factory<T>, name = 'some-plugin'): Plugin =>
  plugin(name, (registry) => registry.contribute(wanted, factory))

/** A service that writes into `log` what happens to it. */
export const recorder = (log: string[], name: string, failing: { start?: Error; stop?: Error } = {}): Service => ({
  async start() {
    log.push(`start ${name}`)
    if (failing.start) throw failing.start
  },
  async stop() {
    log.push(`stop ${name}`)
    if (failing.stop) throw failing.stop
  },
})

/** A promise that the test resolves by hand. */
export const gated = () => {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

export const errorOf = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
export const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
export const expectCode = (error: unknown, code: string, message: string) => {
  expect(isMeantimeError(error, code)).toBe(true)
  expect((error as Error).message).toBe(message)
}
