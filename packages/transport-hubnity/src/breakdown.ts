import { NoAnswer } from './http.js'

/** What is known about a request that got no whole answer. `code` is Node's, OpenSSL's or axios'. */
export interface Breakdown {
  readonly code: string | undefined
  readonly aborted: boolean
  readonly timedOut: boolean
}

export function noAnswer({ code = '', aborted, timedOut }: Breakdown): NoAnswer {
  const arrived = !NEVER_LEFT.has(code) && !isTls(code)
  if (aborted) return new NoAnswer({ failure: 'aborted', message: 'The request was stopped.' }, arrived)
  if (timedOut || TIMEOUTS.has(code))
    return new NoAnswer({ failure: 'timeout', message: 'The server did not answer in time.' }, arrived)
  if (code === 'ERR_BAD_RESPONSE')
    return new NoAnswer({ failure: 'server', message: 'The server broke off in the middle of its answer.' }, true)
  if (code.startsWith('HPE_')) {
    const message = `What answers there does not speak HTTP (${code}).`
    return new NoAnswer({ failure: 'not-meantime', message, hint: 'Check the server address.' }, true)
  }
  if (isTls(code)) return untrusted(code)
  const detail = code === '' ? '' : ` (${code})`
  return new NoAnswer({ failure: 'offline', message: `The server could not be reached${detail}.` }, arrived)
}

function untrusted(code: string): NoAnswer {
  const message = `No secure connection to the server could be made (${code}).`
  const hint =
    'If the server has a certificate of its own, start Meantime with NODE_EXTRA_CA_CERTS=/path/to/its-ca.pem; ' +
    'check also the clock of this computer and whether the address begins with https or http.'
  return new NoAnswer({ failure: 'offline', message, hint }, false)
}

/** No connection was made, so no request went out. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
])

const TIMEOUTS: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'])

const TLS: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'EPROTO',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const isTls = (code: string): boolean => TLS.has(code) || code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_')
