import { type Entry, type Reason, TransportError } from '@meantime/core'
import type { Said } from './answer.js'
import { type Asker, type HubnityApi, unexpected } from './hubnity-api.js'
import { isActiveElsewhere, NOT_KEPT, OTHER_ACTIVE, refusal, SERVER_FAILED, type SickServer } from './refusals.js'
import { type Row, readRow } from './row.js'
import { agrees, closedForm, differences, toFields, type Wanted } from './wanted.js'

const LOOK_AGAIN_MS = 30_000
const ROUNDS = 6

export type Converged =
  /** The server's entry holds this now, by its own words. */
  | { readonly kind: 'agrees'; readonly row: Wanted }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly reason: Reason }
  | { readonly kind: 'later'; readonly reason: Reason; readonly afterMs?: number }

export interface Destination {
  /** The server's id. */
  readonly remote: string
  readonly wanted: Wanted
  readonly entry: Entry
  /** What the server held when it was last seen, at some time before. */
  readonly believed: Wanted | undefined
  /** What it holds now. */
  readonly row?: Row | undefined
}

/**
 * Brings an entry that is at the server to what it should hold. PATCH may be repeated, and its answer shows what came of
 * it: the server counts a duration of its own when an entry that runs gets an end, and keeps ours from then on. So it is
 * sent until both agree; and never by `pause`, `resume` or `stop`, which take the server's time instead of the person's.
 */
export class Convergence {
  constructor(
    private readonly api: HubnityApi,
    private readonly asker: Asker,
    private readonly sick: SickServer,
  ) {}

  async run({ remote, wanted, entry, believed, row }: Destination): Promise<Converged> {
    let goal = wanted
    let now = row ?? (goal.status === 'STOPPED' ? undefined : await this.#seen(remote))
    // Stopped there by somebody: it is not set running again behind their back, and gets its own times when it ends.
    if (goal.status !== 'STOPPED' && now === undefined) goal = closedForm(entry, goal.projectId)
    let base: Wanted | undefined = now ?? believed
    for (let round = 0; round < ROUNDS; round += 1) {
      if (now?.status === 'STOPPED' && goal.status !== 'STOPPED') goal = closedForm(entry, goal.projectId)
      if (now && agrees(now, goal)) return { kind: 'agrees', row: goal }
      const changes = base ? differences(base, goal) : goal
      const harmless = { description: goal.description }
      const said = await this.api.patch(remote, toFields(isEmpty(changes) ? harmless : changes), this.asker)
      const failed = this.#judge(said, goal)
      if (failed && said.status === 400 && now === undefined) {
        // What was believed of it was wrong, so the changes were.
        const read = await this.api.patch(remote, harmless, this.asker)
        if (read.status !== 200) return failed
        now = this.#row(read)
      } else if (failed) return failed
      else now = this.#row(said)
      base = now
    }
    return { kind: 'later', reason: NOT_KEPT }
  }

  /** Only what runs or is paused is found. */
  async #seen(remote: string): Promise<Row | undefined> {
    return (await this.api.active(this.asker)).find(({ id }) => id === remote)
  }

  #judge(said: Said, goal: Wanted): Converged | undefined {
    const { status } = said
    if (status === 200) return undefined
    if (status === 404 && isProject(said, goal)) return { kind: 'refused', reason: refusal(said) }
    if (status === 404) return { kind: 'gone' }
    if (status === 400 && isActiveElsewhere(said))
      return { kind: 'later', reason: OTHER_ACTIVE, afterMs: LOOK_AGAIN_MS }
    if (status === 400 || status === 403) return { kind: 'refused', reason: refusal(said) }
    if (status < 500 && status !== 409 && status !== 413) throw unexpected(said)
    this.sick.failed()
    return { kind: 'later', reason: SERVER_FAILED }
  }

  #row(said: Said): Row {
    this.sick.succeeded()
    const row = readRow(said.body)
    if (row) return row
    throw new TransportError({ failure: 'server', message: 'The server did not say what it keeps of an entry.' })
  }
}

const isEmpty = (changes: Partial<Wanted>): boolean => Object.keys(changes).length === 0

const isProject = ({ message }: Said, { projectId }: Wanted): boolean =>
  projectId !== null && message.includes(projectId)
