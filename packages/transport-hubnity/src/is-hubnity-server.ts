import { type Clock, isTransportError } from '@meantime/core'
import { parseServerUrl } from '@meantime/core/http'
import { isHubnityRefusal } from './hubnity-auth-api.js'

/**
 * Whether a Hubnity server answers at an address, by a question that needs no account and changes nothing. Undefined
 * when nothing answered, so that nothing is known.
 */
export async function isHubnityServer(address: string, clock: Clock, timeoutMs = 5000): Promise<boolean | undefined> {
  const { AxiosHttp } = await import('./axios-http.js')
  const settings = {
    server: parseServerUrl(address),
    timeoutMs,
    userAgent: 'meantime',
    perMinute: 90,
    heartbeatMs: 60_000,
  }
  const http = new AxiosHttp(settings, clock)
  try {
    return isHubnityRefusal(await http.request({ method: 'POST', path: '/auth/refresh', json: {} }))
  } catch (error) {
    if (isTransportError(error)) return undefined
    throw error
  } finally {
    http.close()
  }
}
