import { type Reason, TransportError } from '@meantime/core'
import { plainText } from '@meantime/core/http'
import { record, type Said } from './answer.js'

/** What a refusal of one entry means. The server's own words are kept: nobody else knows what it minds. */
export function refusal({ status, message }: Said): Reason {
  const says = message === '' ? `status ${status}` : message
  if (/^project is required/i.test(message)) {
    return { code: 'project-required', message: 'This server wants a project for every entry. Edit it and name one.' }
  }
  return { code: 'refused-by-server', message: `The server does not take this as it is: ${plainText(says)}` }
}

export const isActiveElsewhere = ({ message }: Said): boolean => /already has an active time entry/i.test(message)

/** Another entry of the person runs at the server, and this program did not start it. */
export const OTHER_ACTIVE: Reason = {
  code: 'other-entry-active',
  message: 'Another program has an entry running at the server. This one is shown there once that has stopped.',
}

export const SERVER_FAILED: Reason = {
  code: 'server-failed',
  message: 'The server failed on this entry. It is sent again later.',
}

export const NOT_KEPT: Reason = {
  code: 'not-kept',
  message: 'The server answers, but keeps something else than was sent. It is tried again later.',
}

/** Which items of a batch a 400 names, and what it says about each: `entries.3.startTime must be …`. */
export function namedItems({ lines }: Said): ReadonlyMap<number, string> {
  const named = new Map<number, string>()
  for (const line of lines) {
    const [, index, text] = /^entries\.(\d+)\.(.*)$/s.exec(line) ?? []
    if (index !== undefined && text !== undefined && !named.has(Number(index))) named.set(Number(index), text)
  }
  return named
}

/** The entry that a 409 says has the key; undefined for the other, misleading 409. */
export function conflictOf({ body }: Said): { readonly key: string; readonly id: string } | undefined {
  const { idempotencyKey, existingId } = record(body)
  return typeof idempotencyKey === 'string' && typeof existingId === 'string'
    ? { key: idempotencyKey, id: existingId }
    : undefined
}

/**
 * One entry that makes the server fail waits alone; a second one in a row says that the server is sick, and so nothing
 * about either.
 */
export class SickServer {
  #inARow = 0
  #succeeded = false
  #failed = false

  succeeded(): void {
    this.#inARow = 0
    this.#succeeded = true
  }

  /** Throws when it is the server. */
  failed(): void {
    this.#failed = true
    this.#inARow += 1
    if (this.#inARow >= 2) throw sick()
  }

  /** Throws when nothing but failures was seen. */
  check(): void {
    if (this.#failed && !this.#succeeded) throw sick()
  }
}

const sick = () =>
  new TransportError({ failure: 'server', message: 'The server fails on everything it is sent (5xx).' })
