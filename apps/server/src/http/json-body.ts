import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { ProblemError } from './problem.js'

/** JSON only, and only in valid UTF-8: a decoder that repairs would store other text than was sent. */
export function acceptOnlyJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error')
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string
    try {
      text = utf8.decode(body as Buffer)
    } catch {
      done(notJson(), undefined)
      return
    }
    parse(request, text, done)
  })
}

/** The body by its schema. Throws a problem: 400 `invalid-json` when there is none, else 422 with `code`. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, code: string): T {
  if (body === undefined) throw notJson()
  return parseInput(schema, body, code)
}

export function parseInput<T>(schema: z.ZodType<T>, input: unknown, code: string): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new ProblemError({ status: 422, code, detail: firstIssue(parsed.error) })
}

/** Where and what, in one line; zod's messages do not repeat the value. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'Not valid.'
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
  return `${where}${issue.message}`.slice(0, 300)
}

const notJson = () =>
  new ProblemError({ status: 400, code: 'invalid-json', detail: 'The body is not valid JSON in UTF-8.' })
