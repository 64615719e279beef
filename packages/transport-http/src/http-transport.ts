import type { BatchResult, ClaimedTask, Clock, Outcome, SendContext, TaskId, Transport } from '@meantime/core'
import { TransportError } from '@meantime/core'
import { type BatchItem, MAX_BATCH_BYTES, MAX_BATCH_ITEMS, PATHS, type SyncBatch } from '@meantime/protocol'
import { classifyAnswer, classifyBody, parseJson } from './classify.js'
import type { Http } from './http.js'
import { toMessage } from './messages.js'
import { readMemory, readOutcomes } from './outcomes.js'

/** Delivers batches to a Meantime server, one POST each and no retries: the engine decides about those. */
export class HttpTransport implements Transport {
  readonly #http: Http
  readonly #clock: Clock

  constructor(http: Http, clock: Clock) {
    this.#http = http
    this.#clock = clock
  }

  async send(batch: readonly ClaimedTask[], { token, signal, known }: SendContext): Promise<BatchResult> {
    const { items, local } = sort(batch)
    if (items.length === 0) return { outcomes: local, bytes: 0 }
    refuseTooLarge({ items })
    const answer = await this.#http.request({
      method: 'POST',
      path: PATHS.batches,
      json: { items, ...(known === undefined ? {} : { known }) } satisfies SyncBatch,
      bearer: token,
      signal,
    })
    if (answer.status !== 200) throw classifyAnswer(answer, this.#clock.now(), [token])
    const said = parseJson(answer.text)
    const asked = new Set(items.map(({ id }) => id))
    const outcomes = readOutcomes(said, asked, [token])
    if (outcomes === undefined) throw classifyBody(answer)
    if (outcomes.size === 0 && local.size === 0)
      throw new TransportError({ failure: 'server', message: 'The server said nothing about what was sent.' })
    return { outcomes: new Map([...local, ...outcomes]), bytes: answer.sentBytes, ...readMemory(said, asked, known) }
  }
}

/**
 * What can be sent, and outcomes for what cannot: a payload that is no valid message is rejected here, so that it spoils
 * no other, and the rest of its lane is held back, because a lane never overtakes its own beginning.
 */
function sort(batch: readonly ClaimedTask[]): { items: BatchItem[]; local: Map<TaskId, Outcome> } {
  const items: BatchItem[] = []
  const local = new Map<TaskId, Outcome>()
  const stopped = new Set<string>()
  for (const task of batch) {
    if (stopped.has(task.lane)) {
      local.set(task.id, { kind: 'blocked', reason: BEHIND_INVALID })
      continue
    }
    const mapped = toMessage(task)
    if ('item' in mapped) items.push(mapped.item)
    else {
      stopped.add(task.lane)
      local.set(task.id, { kind: 'rejected', reason: mapped.invalid })
    }
  }
  return { items, local }
}

const BEHIND_INVALID = { code: 'behind-invalid', message: 'Something earlier in the same entry cannot be sent.' }

/** Said here what the server would say after the upload: the engine halves the batch. */
function refuseTooLarge(batch: SyncBatch): void {
  if (batch.items.length <= MAX_BATCH_ITEMS && Buffer.byteLength(JSON.stringify(batch)) <= MAX_BATCH_BYTES) return
  throw new TransportError({ failure: 'too-large', message: 'The batch is larger than a server takes.' })
}
