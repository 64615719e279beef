import { PATHS } from '@meantime/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ProblemError } from './http/problem.js'

export type Fault =
  | 'pass'
  /** Answers without doing anything. */
  | { readonly status: number; readonly retryAfterSeconds?: number }
  /** Lets the effect commit, then cuts the connection: the answer never arrives. */
  | 'lose-response'

/** Decides the fate of each request to the sync endpoint; `n` counts them, from 1. */
export type Faults = (request: { readonly method: string; readonly path: string; readonly n: number }) => Fault

/** For demonstrations and tests only: what a bad network and a bad server do, at the moments one chooses. */
export function injectFaults(fastify: FastifyInstance, faults: Faults): void {
  const losing = new WeakSet<FastifyRequest>()
  let n = 0
  fastify.addHook('onRequest', async (request) => {
    const path = request.url.split('?', 1)[0] ?? ''
    if (path !== PATHS.batches) return
    n += 1
    const fault = faults({ method: request.method, path, n })
    if (fault === 'lose-response') losing.add(request)
    else if (fault !== 'pass') throw injected(fault)
  })
  fastify.addHook('onSend', async (request) => {
    if (losing.has(request)) request.raw.socket.destroy()
  })
}

function injected({ status, retryAfterSeconds }: { status: number; retryAfterSeconds?: number }): ProblemError {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return new ProblemError({ status, code: 'injected-fault', detail: 'This failure was asked for.', headers })
}
