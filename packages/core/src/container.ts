import 'reflect-metadata'
import { type DependencyContainer, container as globalContainer, instancePerContainerCachingFactory } from 'tsyringe'
import { MeantimeError } from './errors.js'

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

export type Factory<T> = (resolve: Resolve) => T

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

/** What the container calls, where a service has it. Constructors do no I/O: open in `start`, close in `stop`. */
export interface Service {
  start?(): void | Promise<void>
  stop?(): void | Promise<void>
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

export function override<T>(token: Token<T>, factory: Factory<T>): Override {
  return { token, factory } as Override
}

export interface App {
  /** The service behind a token. Throws MISSING_PROVIDER or PROVIDER_CYCLE, naming the services. */
  get<T>(token: Token<T>): T
  all<T>(token: Token<T>): readonly T[]
  /** Creates the named services (all provided ones by default) and starts everything created, in creation order. */
  start(...tokens: readonly Token<unknown>[]): Promise<void>
  /** Stops what was started, in reverse order, each once; throws one error that holds all failures. */
  stop(): Promise<void>
}

interface Provider {
  readonly plugin: string
  readonly token: Token<unknown>
}

const label = (token: symbol): string => Symbol.keyFor(token) ?? token.description ?? 'an unnamed service'

export function createApp(options: AppOptions): App {
  const child = globalContainer.createChildContainer()
  const providers = new Map<symbol, Provider>()
  const lists = new Map<symbol, symbol[]>()
  const lifecycle = new Lifecycle()
  const path: symbol[] = []

  const resolve = Object.assign(
    <T>(wanted: Token<T>): T => {
      if (!providers.has(wanted)) throw missingProvider(wanted, path.at(-1))
      if (path.includes(wanted)) throw providerCycle([...path.slice(path.indexOf(wanted)), wanted])
      return child.resolve<T>(wanted)
    },
    {
      all: <T>(wanted: Token<T>): readonly T[] => (lists.get(wanted) ?? []).map((key) => child.resolve<T>(key)),
      optional: <T>(wanted: Token<T>): T | undefined => (providers.has(wanted) ? resolve(wanted) : undefined),
    },
  ) as Resolve

  const register = (key: symbol, factory: Factory<unknown>) => {
    child.register(key, {
      useFactory: instancePerContainerCachingFactory(() => {
        path.push(key)
        try {
          const created = factory(resolve)
          lifecycle.created(created, label(key))
          return created
        } finally {
          path.pop()
        }
      }),
    })
  }

  for (const plugin of options.plugins) {
    plugin.register({
      provide(token, factory) {
        const earlier = providers.get(token)
        if (earlier) throw duplicateProvider(token, earlier.plugin, plugin.name)
        providers.set(token, { plugin: plugin.name, token })
        register(token, factory)
      },
      contribute(token, factory) {
        const keys = lists.get(token) ?? []
        const key = Symbol(`${label(token)}[${keys.length}] of ${plugin.name}`)
        lists.set(token, [...keys, key])
        register(key, factory)
      },
    })
  }
  for (const { token, factory } of options.overrides ?? []) {
    providers.set(token, { plugin: 'an override', token })
    // tsyringe answers with the last registration of a key, so this one replaces the plugin's.
    register(token, factory)
  }

  return {
    get: resolve,
    all: resolve.all,
    async start(...tokens) {
      const wanted = tokens.length > 0 ? tokens : [...providers.keys()]
      for (const token of wanted) resolve(token)
      await lifecycle.start()
    },
    async stop() {
      await lifecycle.stop()
      disposeQuietly(child)
    },
  }
}

/** tsyringe neither starts nor disposes what a factory made, so the order is kept here. */
class Lifecycle {
  private readonly waiting: { service: Service; name: string }[] = []
  private readonly running: { service: Service; name: string }[] = []

  created(value: unknown, name: string): void {
    const service = value as Service | null | undefined
    if (typeof service?.start === 'function' || typeof service?.stop === 'function')
      this.waiting.push({ service, name })
  }

  async start(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      // Also a service whose start fails half-way is stopped: it may hold what it had opened by then.
      this.running.push(next)
      try {
        await next.service.start?.()
      } catch (error) {
        await this.stop().catch((stopError) => {
          throw new AggregateError([error, ...stopError.errors], `${next.name} did not start, and cleaning up failed`)
        })
        throw error
      }
    }
  }

  async stop(): Promise<void> {
    const failures: unknown[] = []
    this.waiting.length = 0
    for (let last = this.running.pop(); last; last = this.running.pop()) {
      try {
        await last.service.stop?.()
      } catch (error) {
        failures.push(new Error(`${last.name} did not stop cleanly`, { cause: error }))
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some services did not stop cleanly')
  }
}

function disposeQuietly(container: DependencyContainer): void {
  container.clearInstances()
}

function missingProvider(wanted: symbol, neededBy: symbol | undefined): MeantimeError {
  const reason = neededBy ? `, needed by ${label(neededBy)}` : ''
  return compositionError('MISSING_PROVIDER', `No plugin provides ${label(wanted)}${reason}.`)
}

function duplicateProvider(token: symbol, first: string, second: string): MeantimeError {
  const message = `${label(token)} is provided twice: by ${first} and by ${second}.`
  return compositionError('DUPLICATE_PROVIDER', message, 'Remove one plugin, or replace on purpose with an override.')
}

function providerCycle(cycle: readonly symbol[]): MeantimeError {
  return compositionError('PROVIDER_CYCLE', `Services need each other in a circle: ${cycle.map(label).join(' → ')}.`)
}

function compositionError(code: string, message: string, hint?: string): MeantimeError {
  return new MeantimeError({ code, kind: 'bug', message, ...(hint === undefined ? {} : { hint }) })
}
