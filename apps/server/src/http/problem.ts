import { STATUS_CODES } from 'node:http'
import { PROBLEM_CONTENT_TYPE, type Problem } from '@meantime/protocol'
import type { FastifyReply } from 'fastify'

export interface ProblemDetails {
  readonly status: number
  /** Stable, kebab-case; clients branch on it. */
  readonly code: string
  /** One sentence for a person. Never names internals and never repeats what was sent. */
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Ends a request with an RFC 9457 problem. */
export class ProblemError extends Error {
  readonly statusCode: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(details: ProblemDetails) {
    super(details.detail, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ProblemError'
    this.statusCode = details.status
    this.code = details.code
    this.headers = details.headers ?? {}
  }
}

export function problemBody(status: number, code: string, detail: string, requestId?: string): Problem {
  const title = STATUS_CODES[status] ?? 'Error'
  return { type: 'about:blank', title, status, code, detail, ...(requestId === undefined ? {} : { requestId }) }
}

export function sendProblem(reply: FastifyReply, problem: ProblemError): FastifyReply {
  const body = problemBody(problem.statusCode, problem.code, problem.message, reply.request.id)
  const headers = { ...problem.headers, 'x-request-id': reply.request.id }
  return reply.code(problem.statusCode).headers(headers).type(PROBLEM_CONTENT_TYPE).send(JSON.stringify(body))
}
