import {
  AUTH_API,
  type AuthApi,
  BLOB_TRANSPORT,
  type BlobTransport,
  CLOCK,
  type Clock,
  type Plugin,
  TRANSPORT,
  type Transport,
  token,
} from '@meantime/core'
import { parseServerUrl } from '@meantime/core/http'
import type { HttpApi } from './http-api.js'
import type { HttpSettings, HttpTransportOptions } from './settings.js'

/**
 * Delivers to a Meantime server and signs in there. Throws INVALID_SERVER_URL when `server` is no http(s) address.
 * Costs nothing until the first request: axios alone takes longer to import than most commands run.
 */
export function httpTransport(options: HttpTransportOptions): Plugin {
  const settings: HttpSettings = {
    timeoutMs: options.timeoutMs ?? 20_000,
    userAgent: options.userAgent ?? 'meantime',
    maxAnswerBytes: options.maxAnswerBytes ?? 4 * 1024 * 1024,
    server: parseServerUrl(options.server),
  }
  return {
    name: '@meantime/transport-http',
    register(registry) {
      registry.provide(LAZY_API, (resolve) => new LazyApi(settings, resolve(CLOCK)))
      registry.provide(TRANSPORT, (resolve) => lazyTransport(resolve(LAZY_API)))
      registry.provide(BLOB_TRANSPORT, (resolve) => lazyBlobTransport(resolve(LAZY_API)))
      registry.provide(AUTH_API, (resolve) => lazyAuthApi(resolve(LAZY_API)))
    },
  }
}

const LAZY_API = token<LazyApi>('meantime.http.Api')

class LazyApi {
  readonly #settings: HttpSettings
  readonly #clock: Clock
  #api: Promise<HttpApi> | undefined

  constructor(settings: HttpSettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
  }

  get(): Promise<HttpApi> {
    this.#api ??= import('./http-api.js').then(({ openHttpApi }) => openHttpApi(this.#settings, this.#clock))
    return this.#api
  }

  async stop(): Promise<void> {
    const opened = this.#api
    this.#api = undefined
    const api = await opened
    api?.close()
  }
}

const lazyTransport = (api: LazyApi): Transport => ({
  send: async (batch, context) => (await api.get()).transport.send(batch, context),
})

const lazyBlobTransport = (api: LazyApi): BlobTransport => ({
  upload: async (...args) => (await api.get()).blobs.upload(...args),
})

const lazyAuthApi = (api: LazyApi): AuthApi => ({
  login: async (...args) => (await api.get()).auth.login(...args),
  register: async (...args) => (await api.get()).auth.register(...args),
  refresh: async (...args) => (await api.get()).auth.refresh(...args),
  logout: async (...args) => (await api.get()).auth.logout(...args),
  whoami: async (...args) => (await api.get()).auth.whoami(...args),
})
