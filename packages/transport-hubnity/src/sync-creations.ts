import { type StateStore, TransportError } from '@meantime/core'
import { record, type Said } from './answer.js'
import { type Creation, toItem } from './creation.js'
import { type Asker, type HubnityApi, unexpected } from './hubnity-api.js'
import { conflictOf, isActiveElsewhere, namedItems, refusal, SERVER_FAILED, type SickServer } from './refusals.js'

const MOST = 100
/** A batch that was caught by its own twin is sent once more before anything is made of it. */
const OVERTAKEN_TRIES = 2

/**
 * Makes entries by POST /time-entries/sync, the one endpoint that takes a key. It is all or nothing and mostly does not
 * say which item it minds, so what is refused is halved until the one bad item is alone.
 */
export class SyncCreations {
  #most = MOST
  #isThere: boolean | undefined
  /** Asked in this call, so that its next 404 is about an item. */
  #probed = false

  constructor(
    private readonly api: HubnityApi,
    private readonly state: StateStore,
    private readonly server: string,
  ) {}

  /** False on newer servers, which have dropped it. Remembered for a day, so that each start does not ask again. */
  async available(now: number): Promise<boolean> {
    if (this.#isThere !== undefined) return this.#isThere
    const until = await this.state.get<number>(noSyncKey(this.server))
    return until === undefined || until < now || until > now + DAY_MS
  }

  /** Sets what became of each. Those without a result are not at the server, as far as is known. */
  async make(creations: readonly Creation[], call: MakeCall): Promise<void> {
    this.#probed = false
    let rest = [...creations]
    while (rest.length > 0) {
      if (this.#isThere === false) return
      const part = rest.slice(0, this.#most)
      rest = rest.slice(part.length)
      await this.#send(part, call)
    }
  }

  async #send(part: readonly Creation[], call: MakeCall, tries = OVERTAKEN_TRIES): Promise<void> {
    if (part.length === 0 || this.#isThere === false) return
    const items = part.map((creation) => toItem(creation, call.user))
    const said = await this.api.sync(items, call.asker)
    if (said.status === 200) return this.#taken(part, said, call)
    const conflict = said.status === 409 ? conflictOf(said) : undefined
    const known = conflict && part.find(({ key }) => key === conflict.key)
    if (conflict && known) {
      this.#isThere = true
      known.made = { kind: 'exists', id: conflict.id }
      return this.#send(without(part, [known]), call)
    }
    if (said.status === 409 && isActiveElsewhere(said) && tries > 1) return this.#send(part, call, tries - 1)
    if (said.status === 404 && !(await this.#checkThere(call))) return
    if (said.status === 400) {
      const named = namedItems(said)
      const bad = part.filter((_, index) => named.has(index))
      for (const [index, text] of named) {
        const creation = part[index]
        if (creation) creation.made = { kind: 'refused', reason: refusal({ ...said, message: text }) }
      }
      if (bad.length > 0) return this.#send(without(part, bad), call)
    }
    if (part.length === 1 && part[0]) return this.#judge(part[0], said, call)
    const middle = Math.ceil(part.length / 2)
    if (said.status >= 500) this.#most = middle
    await this.#send(part.slice(0, middle), call)
    await this.#send(part.slice(middle), call)
  }

  #taken(part: readonly Creation[], said: Said, { sick }: MakeCall): void {
    this.#isThere = true
    sick.succeeded()
    const { entries } = record(said.body)
    for (const result of Array.isArray(entries) ? entries : []) {
      const { idempotencyKey, id, action } = record(result)
      const creation = part.find(({ key }) => key === idempotencyKey)
      if (!creation || typeof id !== 'string') continue
      creation.made = { kind: action === 'created' && !creation.made ? 'created' : 'exists', id }
    }
    if (part.length === this.#most) this.#most = Math.min(MOST, this.#most * 2)
  }

  /** The bad one is alone. */
  #judge(creation: Creation, said: Said, { sick, user }: MakeCall): void {
    const { status } = said
    // A body that was cut off on its way is a 413 here; none of ours is that large.
    if (status >= 500 || status === 413) {
      sick.failed()
      creation.made = { kind: 'later', reason: SERVER_FAILED }
    } else if (status === 409) creation.made = { kind: 'later', reason: SERVER_FAILED }
    else if (status === 400) creation.made = { kind: 'refused', reason: refusal(said) }
    else if (status === 404 && !said.message.includes(user)) creation.made = { kind: 'refused', reason: refusal(said) }
    else throw status === 404 ? noSuchUser() : unexpected(said)
  }

  /** A batch of nothing: what has the endpoint refuses it with a 400, what has not says 404. */
  async #checkThere({ asker, now }: MakeCall): Promise<boolean> {
    if (!this.#probed) {
      const said = await this.api.sync([], asker)
      // A server that fails says nothing about what it has.
      if (said.status >= 500) throw unexpected(said)
      this.#probed = true
      this.#isThere = said.status !== 404
      await this.state.set(noSyncKey(this.server), this.#isThere ? undefined : now + DAY_MS)
    }
    return this.#isThere !== false
  }
}

export interface MakeCall {
  readonly asker: Asker
  readonly sick: SickServer
  /** Whose entries they are. */
  readonly user: string
  /** UTC ms. */
  readonly now: number
}

const DAY_MS = 24 * 3_600_000
const noSyncKey = (server: string): string => `hubnity:${server}:no-sync-until`

const without = (all: readonly Creation[], some: readonly Creation[]) => all.filter((one) => !some.includes(one))

const noSuchUser = () =>
  new TransportError({ failure: 'forbidden', message: 'The server does not know whose entries these are.' })
