/** An answer that is no success, thrown from wherever it is found out. `message` is an array for a failed validation. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly said: string | readonly string[],
    /** What stands beside the message; a 409 has neither `error` nor `statusCode`. */
    readonly more?: Readonly<Record<string, unknown>>,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(String(said))
  }

  toResponse(): Response {
    const named = NAMES[this.status]
    const body = {
      message: this.said,
      ...(this.status === 409 ? {} : { ...(named ? { error: named } : {}), statusCode: this.status }),
      ...this.more,
    }
    return json(this.status, body, this.headers)
  }
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })
}

export const badRequest = (said: string | readonly string[]) => new Refusal(400, said)
export const notFound = (said: string) => new Refusal(404, said)
export const forbidden = (said: string) => new Refusal(403, said)
export const broken = () => new Refusal(500, 'Internal server error')

const NAMES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Payload Too Large',
}
