import { type Clock, TransportError } from '@meantime/core'
import { health, PATHS, PROTOCOL_VERSION } from '@meantime/protocol'
import { classifyAnswer, classifyBody, parseJson } from './classify.js'
import type { Http } from './http.js'

/** Makes sure who answers there before a password is sent. Throws a TransportError otherwise. */
export async function assertMeantimeServer(http: Http, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  const answer = await http.request({ method: 'GET', path: PATHS.health, signal })
  if (answer.status !== 200) throw classifyAnswer(answer, clock.now(), [])
  const body = parseJson(answer.text)
  if (health.safeParse(body).success) return
  throw speaksAnother(body) ? otherVersion() : classifyBody(answer)
}

const speaksAnother = (body: unknown): boolean => {
  const { name, protocol } = (body ?? {}) as { name?: unknown; protocol?: unknown }
  return name === 'meantime' && typeof protocol === 'number' && protocol !== PROTOCOL_VERSION
}

const otherVersion = () =>
  new TransportError({
    failure: 'upgrade',
    message: 'The server speaks another version of the protocol than this version of Meantime.',
    hint: 'Update Meantime, or the server.',
  })
