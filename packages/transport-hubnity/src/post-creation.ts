import type { Creation } from './creation.js'
import { type Asker, type HubnityApi, unexpected } from './hubnity-api.js'
import type { Mapping, Tried } from './kept.js'
import { isActiveElsewhere, OTHER_ACTIVE, refusal, SERVER_FAILED, type SickServer } from './refusals.js'
import { type Row, readRow } from './row.js'
import { toFields } from './wanted.js'

const DAY_MS = 24 * 3_600_000
const LOOK_AGAIN_MS = 30_000

/**
 * Makes one entry by POST /time-entries, for servers without `/sync`. Nothing there takes a key, so an entry whose
 * answer was lost is looked for before it is sent again. That is weaker: what somebody has changed at the server by then
 * is not recognized.
 */
export class PostCreation {
  constructor(
    private readonly api: HubnityApi,
    private readonly mapping: Mapping,
    private readonly asker: Asker,
    private readonly sick: SickServer,
  ) {}

  async make(creation: Creation): Promise<void> {
    const { wanted, tried } = creation
    const found = tried.length === 0 ? await this.#findForgotten(creation) : await this.#findTried(creation)
    if (found !== undefined) {
      creation.made = { kind: 'exists', id: found }
      return
    }
    const { projectId, startTime, description, status } = toFields(wanted)
    const fields = { userId: this.mapping.user, startTime, description, status }
    const said = await this.api.create(projectId === null ? fields : { ...fields, projectId }, this.asker)
    const row = said.status === 201 || said.status === 200 ? readRow(said.body) : undefined
    if (row) {
      this.sick.succeeded()
      // It takes neither an end nor a duration.
      creation.made = { kind: 'exists', id: row.id }
    } else if (said.status === 400 && isActiveElsewhere(said))
      creation.made = { kind: 'later', reason: OTHER_ACTIVE, afterMs: LOOK_AGAIN_MS }
    else if (said.status === 400 || said.status === 404) creation.made = { kind: 'refused', reason: refusal(said) }
    else if (said.status >= 500 || said.status === 413) {
      this.sick.failed()
      creation.made = { kind: 'later', reason: SERVER_FAILED }
    } else throw unexpected(said)
  }

  /** Made before a backup was restored here, or by another computer of the same person: the very same start and words. */
  async #findForgotten({ key, wanted: { startTime, description } }: Creation): Promise<string | undefined> {
    const listed = await this.api.list(startTime - 1000, startTime + 1000, this.asker)
    return this.#firstOfOurs(
      listed,
      (row) =>
        row.idempotencyKey === key ||
        (row.idempotencyKey === undefined && row.startTime === startTime && row.description === description),
    )
  }

  async #findTried({ key, tried }: Creation): Promise<string | undefined> {
    const starts = tried.map(({ startTime }) => startTime)
    const listed = await this.api.list(Math.min(...starts) - DAY_MS, Math.max(...starts) + DAY_MS, this.asker)
    // Whoever pauses or resumes an entry moves its start to the server's now; what runs is found all the same.
    const active = await this.api.active(this.asker)
    return this.#firstOfOurs(
      [...listed, ...active],
      (row) =>
        row.idempotencyKey === key || (row.idempotencyKey === undefined && tried.some((one) => isMadeOf(row, one))),
    )
  }

  /** Of this person, and not known as another entry of ours. */
  async #firstOfOurs(rows: readonly Row[], isIt: (row: Row) => boolean): Promise<string | undefined> {
    for (const row of rows)
      if (isIt(row) && row.userId === this.mapping.user && (await this.mapping.ownerOf(row.id)) === undefined)
        return row.id
    return undefined
  }
}

/** By its words and the millisecond of its start; as what runs with them on its project; or as what was paused since. */
function isMadeOf({ startTime, duration, description, projectId, status }: Row, tried: Tried): boolean {
  if (description !== tried.description) return false
  if (startTime === tried.startTime) return true
  if (projectId !== tried.projectId) return false
  if (status !== 'STOPPED' && description !== '') return true
  // A pause moves the start to its own instant, and keeps what was worked before in whole seconds.
  return status !== 'RUNNING' && Math.abs(startTime - 1000 * duration - tried.startTime) <= 1000
}
