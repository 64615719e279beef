import type { TaskId } from '../domain/ids.js'
import type { Profile } from '../ports/account.js'
import type { StateStore } from '../ports/state-store.js'

interface Facts {
  /** The task that took effect last at the server, of this data folder's. */
  readonly known?: TaskId
  /** Set while recorded work is being enqueued once again: the parts up to `after` are. */
  readonly offer?: { readonly after?: string }
}

/**
 * What a server is believed to remember of an account's work; see docs/decisions/093-a-server-from-a-backup.md. Only
 * the holder of the sync lock writes, and one key holds it all, so that no crash separates one fact from the other.
 */
export class ServerMemory {
  private constructor(
    private readonly state: StateStore,
    private readonly key: string,
    private facts: Facts,
  ) {}

  static async load(state: StateStore, { server, accountId }: Profile): Promise<ServerMemory> {
    const key = `server-memory:${accountId}:${server}`
    return new ServerMemory(state, key, (await state.get<Facts>(key)) ?? {})
  }

  get known(): TaskId | undefined {
    return this.facts.known
  }

  get offer(): { readonly after?: string } | undefined {
    return this.facts.offer
  }

  async confirmed(known: TaskId | undefined): Promise<void> {
    if (known !== undefined && known !== this.facts.known) await this.save({ ...this.facts, known })
  }

  /** From now on everything is to be offered again; what the server was told to know says nothing any more. */
  async forgot(): Promise<void> {
    await this.save({ offer: {} })
  }

  async offerAll(): Promise<void> {
    await this.save({ ...this.facts, offer: {} })
  }

  /** Everything before `next` is enqueued; undefined: everything. */
  async offered(next: string | undefined): Promise<void> {
    const { offer: _, ...rest } = this.facts
    await this.save(next === undefined ? rest : { ...rest, offer: { after: next } })
  }

  private async save(facts: Facts): Promise<void> {
    this.facts = facts
    await this.state.set(this.key, facts)
  }
}
