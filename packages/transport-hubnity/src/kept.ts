import { createHash } from 'node:crypto'
import type { Entry, EntryId, StateStore, TaskId } from '@meantime/core'
import type { Wanted } from './wanted.js'

/** What is known of one entry at the server. Written down before and after everything that changes it there. */
export interface Kept {
  /** The server's id of it. */
  readonly remote?: string
  /** What it was to be made with, by requests whose answers may be unknown; oldest first. */
  readonly tried?: readonly Tried[]
  /** The fold of what was delivered. */
  readonly entry?: Entry
  /** What was delivered. */
  readonly events: readonly TaskId[]
  /** What the server's row held when it was last seen. */
  readonly pushed?: Wanted
  /** The server's ids of the pictures that are known to have arrived. */
  readonly shots?: readonly string[]
  /** The picture that is on its way, or was when the answer was lost. One at a time, or nobody could tell them apart. */
  readonly shooting?: TaskId | null
}

/** By what an entry can be recognized where nothing takes a key. */
export type Tried = Pick<Wanted, 'startTime' | 'description' | 'projectId'>

/** How far the delivery of one picture has come. */
export interface KeptShot {
  /** `unsure`: it may be there, and nobody could find out. `told`: and its person knows that. */
  readonly state: 'unsure' | 'told' | 'sent'
}

/** Everything that this data folder knows of one server and account, in the state store that its programs share. */
export class Mapping {
  readonly #state: StateStore
  readonly #prefix: string
  readonly #user: string

  constructor(state: StateStore, server: string, user: string) {
    this.#state = state
    this.#user = user
    this.#prefix = `hubnity:${server}:${user}`
  }

  get user(): string {
    return this.#user
  }

  /**
   * The key that the server knows an entry by. It is made from the entry's id, so it is the same whatever is lost here:
   * no crash and no restored backup can make a second one. The server insists on the form of a v4 UUID.
   */
  keyFor(entry: string): string {
    const hex = createHash('sha256').update(`meantime ${this.#user} ${entry}`).digest('hex')
    const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }

  async entry(id: string): Promise<Kept> {
    return (await this.#state.get<Kept>(`${this.#prefix}:entry:${id}`)) ?? { events: [] }
  }

  async keep(id: string, change: Partial<Kept>): Promise<Kept> {
    const kept = await this.#state.update<Kept>(`${this.#prefix}:entry:${id}`, (current) => {
      return { events: [], ...current, ...change }
    })
    return kept ?? { events: [] }
  }

  /** The entry is at the server under this id. */
  async found(id: string, remote: string): Promise<Kept> {
    await this.#state.set(`${this.#prefix}:remote:${remote}`, id)
    return this.keep(id, { remote })
  }

  /** Which entry of this data folder the server has under this id, if any. */
  async ownerOf(remote: string): Promise<string | undefined> {
    return this.#state.get(`${this.#prefix}:remote:${remote}`)
  }

  /** As if nothing of the entry had ever been delivered. */
  async drop(id: string): Promise<void> {
    await this.#state.update(`${this.#prefix}:entry:${id}`, () => undefined)
  }

  /** The entry was made anew: whatever was known of the one that is gone is void. */
  async forget(id: string): Promise<Kept> {
    const kept = await this.#state.update<Kept>(`${this.#prefix}:entry:${id}`, (current) => {
      const { remote: _, tried: __, pushed: ___, ...rest } = { events: [], ...current }
      return rest
    })
    return kept ?? { events: [] }
  }

  async shot(id: TaskId): Promise<KeptShot | undefined> {
    return this.#state.get(`${this.#prefix}:shot:${id}`)
  }

  async keepShot(id: TaskId, shot: KeptShot | undefined): Promise<void> {
    await this.#state.update(`${this.#prefix}:shot:${id}`, () => shot)
  }

  /** Entries of this data folder that run or are paused at the server, or may: by the server's id or by their key. */
  async open(): Promise<Readonly<Record<string, EntryId>>> {
    return (await this.#state.get(`${this.#prefix}:open`)) ?? {}
  }

  async noteOpen(names: readonly string[], entry: string): Promise<void> {
    await this.#state.update<Record<string, string>>(`${this.#prefix}:open`, (current) => {
      const known = names.every((name) => current?.[name] === entry)
      return known ? current : { ...current, ...Object.fromEntries(names.map((name) => [name, entry])) }
    })
  }

  async noteClosed(entry: string): Promise<void> {
    await this.#state.update<Record<string, string>>(`${this.#prefix}:open`, (current) => {
      if (!current || !Object.values(current).includes(entry)) return current
      return Object.fromEntries(Object.entries(current).filter(([, id]) => id !== entry))
    })
  }
}
