import type { TransportErrorDetails } from '../ports/transport.js'

/** What is known about a request that got no whole answer. `code` is Node's, OpenSSL's or the HTTP library's. */
export interface Breakdown {
  readonly code: string | undefined
  readonly aborted: boolean
  readonly timedOut: boolean
}

/** What it means for the work, in words for people. `ERR_BAD_RESPONSE` is axios' code for an answer that broke off. */
export function breakdownDetails({ code, aborted, timedOut }: Breakdown): TransportErrorDetails {
  if (aborted) return { failure: 'aborted', message: 'The request was stopped.' }
  if (timedOut || TIMEOUT_CODES.has(code ?? ''))
    return { failure: 'timeout', message: 'The server did not answer in time.' }
  if (code === 'ERR_BAD_RESPONSE')
    return { failure: 'server', message: 'The server broke off in the middle of its answer.' }
  if (code?.startsWith('HPE_')) {
    const message = `What answers there does not speak HTTP (${code}).`
    return { failure: 'not-meantime', message, hint: 'Check the server address.' }
  }
  if (isTlsCode(code)) return untrusted(code)
  const detail = code === undefined ? '' : ` (${code})`
  return { failure: 'offline', message: `The server could not be reached${detail}.` }
}

/** The code of whatever was thrown, when it looks like one: an error of an HTTP library holds the request in the rest. */
export function errorCode(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined
}

export const isTlsCode = (code: string | undefined): code is string =>
  code !== undefined && (TLS_CODES.has(code) || code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_'))

function untrusted(code: string): TransportErrorDetails {
  return {
    failure: 'offline',
    message: `No secure connection to the server could be made (${code}).`,
    hint:
      'If the server has a certificate of its own, start Meantime with NODE_EXTRA_CA_CERTS=/path/to/its-ca.pem; ' +
      'check also the clock of this computer and whether the address begins with https or http.',
  }
}

const TIMEOUT_CODES: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT'])

const TLS_CODES: ReadonlySet<string> = new Set([
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
