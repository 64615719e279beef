import type { Creation } from './creation.js'
import { type Asker, type HubnityApi, unexpected } from './hubnity-api.js'
import type { Mapping } from './kept.js'
import { isActiveElsewhere, OTHER_ACTIVE, refusal, SERVER_FAILED, type SickServer } from './refusals.js'
import { readRow } from './row.js'
import { toFields } from './wanted.js'

const DAY_MS = 24 * 3_600_000
const LOOK_AGAIN_MS = 30_000

/**
 * Makes one entry by POST /time-entries, for servers without `/sync`. Nothing there takes a key, so an entry whose
 * answer was lost is looked for by the millisecond of its start before it is sent again. That is weaker: who has moved
 * its start at the server by then gets a second one.
 */
export class PostCreation {
  constructor(
    private readonly api: HubnityApi,
    private readonly mapping: Mapping,
    private readonly asker: Asker,
    private readonly sick: SickServer,
  ) {}

  async make(creation: Creation): Promise<void> {
    const { lane, wanted } = creation
    const found = lane.kept.tried === undefined ? undefined : await this.#find(lane.kept.tried)
    if (found !== undefined) {
      creation.made = { kind: 'exists', id: found }
      return
    }
    const { projectId, startTime, description, status } = toFields(wanted)
    lane.kept = await this.mapping.keep(lane.id, { tried: wanted.startTime })
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

  /** Of this person, with this very start, and not known as another one of ours. */
  async #find(start: number): Promise<string | undefined> {
    const rows = await this.api.list(start - DAY_MS, start + DAY_MS, this.asker)
    const ours = rows.filter(({ startTime, userId }) => startTime === start && userId === this.mapping.user)
    for (const { id } of ours) if ((await this.mapping.ownerOf(id)) === undefined) return id
    return undefined
  }
}
