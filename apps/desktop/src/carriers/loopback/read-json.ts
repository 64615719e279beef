import type { IncomingMessage } from 'node:http'
import type { Refusal } from './gatekeeper.js'

/** More than any command says. */
export const LARGEST_BODY = 1024 * 1024

export type ReadJson = { readonly value: unknown } | { readonly refusal: Refusal }

/** The body of a JSON request; nothing is kept of one that is too large. */
export async function readJson(request: IncomingMessage): Promise<ReadJson> {
  const { headers } = request
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(headers['content-type'] ?? ''))
    return { refusal: NOT_JSON }
  if (headers['content-encoding'] !== undefined) return { refusal: NOT_JSON }
  if (Number(headers['content-length'] ?? 0) > LARGEST_BODY) return { refusal: TOO_LARGE }
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of request as AsyncIterable<Uint8Array>) {
      bytes += piece.byteLength
      if (bytes > LARGEST_BODY) return { refusal: TOO_LARGE }
      pieces.push(piece)
    }
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))) }
  } catch {
    return { refusal: MALFORMED }
  }
}

const NOT_JSON: Refusal = { status: 415, reason: 'Only plain JSON is understood.' }
const TOO_LARGE: Refusal = { status: 413, reason: 'That is more than a command can say.' }
const MALFORMED: Refusal = { status: 400, reason: 'The body is not JSON.' }
