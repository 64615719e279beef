import { duplicateProvider, label, lateRegistration, unusedOverride } from './composition-errors.js'
import type { AppOptions, Factory } from './container.js'

/** How one service comes into being, and whose plugin says so. */
export interface Maker {
  /** Its own in the container: the token for a provider, a fresh symbol for each contribution. */
  readonly key: symbol
  readonly name: string
  readonly plugin: string
  readonly factory: Factory<unknown>
}

export interface Composition {
  readonly providers: ReadonlyMap<symbol, Maker>
  readonly lists: ReadonlyMap<symbol, readonly Maker[]>
}

/** Asks every plugin what it provides, then lets the overrides replace some of it. */
export function compose({ plugins, overrides = [] }: AppOptions): Composition {
  const providers = new Map<symbol, Maker>()
  const lists = new Map<symbol, Maker[]>()

  const register = (plugin: AppOptions['plugins'][number]) => {
    let open = true
    const refuseLate = (token: symbol) => {
      if (!open) throw lateRegistration(token, plugin.name)
    }
    plugin.register({
      provide(token, factory) {
        refuseLate(token)
        const earlier = providers.get(token)
        if (earlier) throw duplicateProvider(token, earlier.plugin, plugin.name)
        providers.set(token, { key: token, name: label(token), plugin: plugin.name, factory })
      },
      contribute(token, factory) {
        refuseLate(token)
        const list = lists.get(token) ?? []
        const name = `${label(token)}[${list.length}] of ${plugin.name}`
        lists.set(token, [...list, { key: Symbol(name), name, plugin: plugin.name, factory }])
      },
    })
    open = false
  }
  for (const plugin of plugins) register(plugin)

  for (const { token, factory } of overrides) {
    const maker = { name: label(token), plugin: 'an override', factory }
    if (providers.has(token)) providers.set(token, { ...maker, key: token })
    else if (lists.has(token)) lists.set(token, [{ ...maker, key: Symbol(maker.name) }])
    else throw unusedOverride(token)
  }
  return { providers, lists }
}
