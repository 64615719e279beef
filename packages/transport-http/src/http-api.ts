import type { AuthApi, BlobTransport, Clock, Transport } from '@meantime/core'
import { AxiosHttp } from './axios-http.js'
import { HttpAuthApi } from './http-auth-api.js'
import { HttpTransport } from './http-transport.js'
import type { HttpSettings } from './settings.js'
import { TusTransport } from './tus-transport.js'

export interface HttpApi {
  readonly transport: Transport
  readonly blobs: BlobTransport
  readonly auth: AuthApi & Required<Pick<AuthApi, 'register'>>
  close(): void
}

/** Everything heavy (axios, zod) hangs on this module, which the plugin imports at the first request. */
export function openHttpApi(settings: HttpSettings, clock: Clock): HttpApi {
  const http = new AxiosHttp(settings, clock)
  return {
    transport: new HttpTransport(http, clock),
    blobs: new TusTransport(http, clock, settings.server),
    auth: new HttpAuthApi(http, clock, settings.server),
    close: () => http.close(),
  }
}
