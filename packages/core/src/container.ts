import 'reflect-metadata'
import { container as globalContainer, instancePerContainerCachingFactory } from 'tsyringe'
import { compose, type Maker } from './composition.js'
import { emptyProvider, missingProvider, notStarted, providerCycle } from './composition-errors.js'
import { appStoppedError, Lifecycle, NO_LIFECYCLE, type Service } from './lifecycle.js'

export { NO_LIFECYCLE, type Service }

/** Names one service of type T. Made by `token`; two installed copies of a package agree, by `Symbol.for`. */
export type Token<T> = symbol & { readonly __service?: T }

export function token<T>(name: string): Token<T> {
  return Symbol.for(name) as Token<T>
}

/** Gives the service behind a token, creating it (and what it needs) at the first call. */
export interface Resolve {
  <T>(token: Token<T>): T
  /** Everything contributed to a list token, in registration order; empty when nobody contributed. */
  all<T>(token: Token<T>): readonly T[]
  /** Like calling it, but undefined when no plugin provides the service. */
  optional<T>(token: Token<T>): T | undefined
}

/** Makes a service. Synchronous and without I/O; never gives undefined or null. Called at most once per app. */
export type Factory<T> = (resolve: Resolve) => T

/** Valid only while `register` runs; using it later is an error. */
export interface Registry {
  /** The one provider of a service. A second provider of the same token is an error that names both plugins. */
  provide<T>(token: Token<T>, factory: Factory<T>): void
  /** One of several: capture sources, token stores. Read back with `resolve.all(token)`. */
  contribute<T>(token: Token<T>, factory: Factory<T>): void
}

export interface Plugin {
  readonly name: string
  register(registry: Registry): void
}

export interface AppOptions {
  plugins: readonly Plugin[]
  /** Replaces a provider on purpose (tests, harnesses). `override(TOKEN, factory)` makes one. */
  overrides?: readonly Override[]
}

export interface Override {
  readonly token: Token<unknown>
  readonly factory: Factory<unknown>
}

/**
 * Replaces the provider of a service or, for a list, everything contributed to it. Of two for one token the later one
 * counts. Replacing nothing is an error (UNUSED_OVERRIDE): the token is not the one that was meant.
 */
export function override<T>(token: Token<T>, factory: Factory<T>): Override {
  return { token, factory }
}

export interface App {
  /**
   * The service behind a token. Throws MISSING_PROVIDER or PROVIDER_CYCLE, naming the services; NOT_STARTED for one
   * that was left out of start() and would be used unopened; APP_STOPPED for one that was never made before stop().
   */
  get<T>(token: Token<T>): T
  all<T>(token: Token<T>): readonly T[]
  /**
   * Creates the named services and what they need (by default everything provided and contributed) and starts what is
   * not started yet, in creation order. May be called again for more. When anything fails, everything is closed.
   */
  start(...tokens: readonly Token<unknown>[]): Promise<void>
  /** Stops what was started, in reverse order, each once; throws one AggregateError that holds all failures. Final. */
  stop(): Promise<void>
}

export function createApp(options: AppOptions): App {
  // tsyringe keeps one instance per key; it never starts or disposes what a factory made, so Lifecycle does.
  const child = globalContainer.createChildContainer()
  const { providers, lists } = compose(options)
  const lifecycle = new Lifecycle()
  const path: Maker[] = []

  const make = (maker: Maker): unknown => {
    if (lifecycle.stopped) throw appStoppedError()
    path.push(maker)
    try {
      const made = maker.factory(resolve)
      if (made === undefined || made === null) throw emptyProvider(maker.name, maker.plugin)
      lifecycle.add(made, maker.name)
      return made
    } finally {
      path.pop()
    }
  }
  for (const maker of [...providers.values(), ...[...lists.values()].flat()])
    child.register(maker.key, { useFactory: instancePerContainerCachingFactory(() => make(maker)) })

  const instance = <T>(maker: Maker): T => {
    if (path.includes(maker)) throw providerCycle([...path.slice(path.indexOf(maker)), maker])
    const found = child.resolve<T>(maker.key)
    const closed = path.length === 0 ? lifecycle.forgotten() : undefined
    if (closed !== undefined) throw notStarted(closed)
    return found
  }
  const optional = <T>(wanted: Token<T>): T | undefined => {
    const maker = providers.get(wanted)
    return maker && instance<T>(maker)
  }
  const one = <T>(wanted: Token<T>): T => {
    const maker = providers.get(wanted)
    if (!maker) throw missingProvider(wanted, path.at(-1)?.name, lists.has(wanted))
    return instance<T>(maker)
  }
  const all = <T>(wanted: Token<T>): readonly T[] => (lists.get(wanted) ?? []).map((maker) => instance<T>(maker))
  const resolve: Resolve = Object.assign(one, { all, optional })

  const create = (wanted: Token<unknown>) => {
    if (providers.has(wanted) || !lists.has(wanted)) one(wanted)
    all(wanted)
  }
  return {
    get: one,
    all,
    start: (...tokens) =>
      lifecycle.start(() => {
        for (const wanted of tokens.length > 0 ? tokens : [...providers.keys(), ...lists.keys()]) create(wanted)
      }),
    stop: () => lifecycle.stop(),
  }
}
