import {
  ACCESS_TOKENS,
  AUTH_API,
  type AuthApi,
  BLOB_STORE,
  BLOB_TRANSPORT,
  CLOCK,
  type Clock,
  JOURNAL,
  LOCKS,
  LOGGER,
  type Plugin,
  STATE_STORE,
  silentLogger,
  TRANSPORT,
  token,
} from '@meantime/core'
import { parseServerUrl } from '@meantime/core/http'
import { type Http, type HttpRequest, HUBNITY_HTTP } from './http.js'
import { HubnityApi } from './hubnity-api.js'
import { HubnityAuthApi } from './hubnity-auth-api.js'
import { HubnityTransport } from './hubnity-transport.js'
import { Pace } from './pace.js'
import type { HubnitySettings, HubnityTransportOptions } from './settings.js'
import { Tending } from './tending.js'
import { Turns } from './turns.js'

/**
 * Delivers to a Hubnity server, the older REST API, and signs in there. Throws INVALID_SERVER_URL when `server` is no
 * http(s) address. What was delivered is remembered in the state store, beside the queue.
 */
export function hubnityTransport(options: HubnityTransportOptions): Plugin {
  const settings: HubnitySettings = {
    timeoutMs: options.timeoutMs ?? 15_000,
    userAgent: options.userAgent ?? 'meantime',
    perMinute: options.perMinute ?? 90,
    heartbeatMs: options.heartbeatMs ?? 60_000,
    server: parseServerUrl(options.server),
  }
  const { server, timeoutMs } = settings
  return {
    name: '@meantime/transport-hubnity',
    register(registry) {
      registry.provide(HUBNITY_HTTP, (resolve) => new LazyHttp(settings, resolve(CLOCK)))
      registry.provide(API, (resolve) => {
        const clock = resolve(CLOCK)
        return new HubnityApi(resolve(HUBNITY_HTTP), new Pace(clock, settings.perMinute), clock)
      })
      registry.provide(TURNS, (resolve) => new Turns(resolve(LOCKS), resolve(CLOCK), server))
      registry.provide(TENDING, (resolve) => {
        const [tokens, journal] = [resolve.optional(ACCESS_TOKENS), resolve.optional(JOURNAL)]
        const logger = resolve.optional(LOGGER) ?? silentLogger
        const [api, turns, clock] = [resolve(API), resolve(TURNS), resolve(CLOCK)]
        const parts = { api, turns, clock, logger, tokens, journal, state: resolve(STATE_STORE), server }
        return new Tending(parts, settings.heartbeatMs)
      })
      registry.provide(TRANSPORT, (resolve) => {
        const transport = new HubnityTransport({
          api: resolve(API),
          turns: resolve(TURNS),
          state: resolve(STATE_STORE),
          clock: resolve(CLOCK),
          logger: resolve.optional(LOGGER) ?? silentLogger,
          journal: resolve.optional(JOURNAL),
          blobs: resolve.optional(BLOB_STORE),
          server,
          timeoutMs,
        })
        resolve(TENDING)
        return transport
      })
      // A picture cannot arrive before its entry is named, so it goes with its task instead.
      registry.provide(BLOB_TRANSPORT, () => ({ upload: async () => undefined }))
      registry.provide(
        AUTH_API,
        (resolve): AuthApi => new HubnityAuthApi(resolve(HUBNITY_HTTP), resolve(CLOCK), server),
      )
    },
  }
}

const API = token<HubnityApi>('meantime.hubnity.Api')
const TURNS = token<Turns>('meantime.hubnity.Turns')
const TENDING = token<Tending>('meantime.hubnity.Tending')

/** axios alone takes longer to import than most commands run, so it is loaded with the first request. */
class LazyHttp implements Http {
  #http: Promise<Http> | undefined

  constructor(
    private readonly settings: HubnitySettings,
    private readonly clock: Clock,
  ) {}

  async request(request: HttpRequest) {
    this.#http ??= import('./axios-http.js').then(({ AxiosHttp }) => new AxiosHttp(this.settings, this.clock))
    return (await this.#http).request(request)
  }

  async stop(): Promise<void> {
    const opened = this.#http
    this.#http = undefined
    const http = await opened
    http?.close?.()
  }
}
