import { type Breakdown, breakdownDetails, isTlsCode } from '@meantime/core/http'
import { NoAnswer } from './http.js'

export function noAnswer(breakdown: Breakdown): NoAnswer {
  const { code } = breakdown
  return new NoAnswer(breakdownDetails(breakdown), !NEVER_LEFT.has(code ?? '') && !isTlsCode(code))
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
