import { foreignIdKey, type StateStore } from '@meantime/core'
import { type Asker, type HubnityApi, unexpected } from './hubnity-api.js'
import type { Kept, Mapping } from './kept.js'
import { readRow } from './row.js'

/**
 * An entry that the former client had begun at this server goes on as the one that is there, when it is this person's: a
 * second one would be made else, and the first would run for ever. A change of nothing tells whose it is.
 */
export class Adoption {
  constructor(
    private readonly api: HubnityApi,
    private readonly state: Pick<StateStore, 'get'>,
    private readonly mapping: Mapping,
    private readonly asker: Asker,
  ) {}

  async of(entry: string, kept: Kept): Promise<Kept> {
    if (kept.remote !== undefined || kept.tried !== undefined || kept.events.length > 0) return kept
    const remote = await this.state.get<unknown>(foreignIdKey(entry))
    if (typeof remote !== 'string' || (await this.mapping.ownerOf(remote)) !== undefined) return kept
    const said = await this.api.patch(remote, {}, this.asker)
    if (said.status >= 500) throw unexpected(said)
    const row = said.status === 200 ? readRow(said.body) : undefined
    if (row?.userId !== this.mapping.user) return kept
    // Pictures that are there already are not ours, or one of ours whose answer is lost would be taken for one of them.
    const shots = await this.api.screenshotsOf(remote, this.asker)
    if (shots) await this.mapping.keep(entry, { shots })
    return this.mapping.found(entry, remote)
  }
}
