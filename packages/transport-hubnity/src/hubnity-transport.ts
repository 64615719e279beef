import {
  type BatchResult,
  type BlobStore,
  type ClaimedTask,
  type Clock,
  type EntryId,
  type Journal,
  type Logger,
  type Outcome,
  type SendContext,
  type StateStore,
  type TaskId,
  type Transport,
  TransportError,
} from '@meantime/core'
import { Adoption } from './adoption.js'
import { claimsOf } from './claims.js'
import { EntryDelivery } from './entry-delivery.js'
import type { Asker, HubnityApi } from './hubnity-api.js'
import { Mapping } from './kept.js'
import { type Lane, prepareLane } from './lane.js'
import { Projects } from './projects.js'
import { goneOf } from './replays.js'
import { ScreenshotDelivery } from './screenshot-delivery.js'
import { SyncCreations } from './sync-creations.js'
import type { Turns } from './turns.js'

/** A lease lives for 60 s, and the last request may take its whole time. */
const LONGEST_SEND_MS = 25_000

export interface TransportParts {
  readonly api: HubnityApi
  readonly server: string
  readonly state: StateStore
  readonly turns: Turns
  readonly clock: Clock
  readonly logger: Logger
  readonly timeoutMs: number
  /** Absent: nothing is known about an entry but what its tasks say. */
  readonly journal: Pick<Journal, 'entry'> | undefined
  /** Absent: pictures cannot be delivered. */
  readonly blobs: BlobStore | undefined
}

/** Delivers batches to a server that knows entries, not events: what a batch says about an entry is folded first. */
export class HubnityTransport implements Transport {
  private readonly projects: Projects
  private readonly syncs: SyncCreations

  constructor(private readonly parts: TransportParts) {
    const { api, clock, state, server } = parts
    this.projects = new Projects(api, clock)
    this.syncs = new SyncCreations(api, state, server)
  }

  async send(batch: readonly ClaimedTask[], context: SendContext): Promise<BatchResult> {
    const user = context.account ?? claimsOf(context.token).subject
    if (user === undefined) throw nobody()
    const { state, server, turns } = this.parts
    const mapping = new Mapping(state, server, user)
    return turns.take(user, context.signal, () => this.deliver(batch, context, mapping))
  }

  private async deliver(
    batch: readonly ClaimedTask[],
    { token, signal }: SendContext,
    mapping: Mapping,
  ): Promise<BatchResult> {
    const outcomes = new Map<TaskId, Outcome>()
    let bytes = 0
    const count = (sent: number) => {
      bytes += sent
    }
    const asker: Asker = { token, signal, mayAsk: this.deadline(), sent: count }
    try {
      const lanes = await this.lanesOf(batch, mapping, asker)
      for (const { replays, outcomes: certain } of lanes) {
        for (const { id } of replays) outcomes.set(id, { kind: 'duplicate' })
        for (const [id, outcome] of certain) outcomes.set(id, outcome)
      }
      const { api, logger, clock } = this.parts
      const entries = new EntryDelivery({ api, syncs: this.syncs, mapping, asker, logger, now: clock.now() })
      await entries.run(lanes, ({ steps }, told) => {
        for (const [place, outcome] of told.entries()) {
          const task = steps[place]?.task
          if (task) outcomes.set(task.id, outcome)
        }
      })
      const shots = new ScreenshotDelivery({ ...this.parts, mapping, asker })
      for (const task of batch) if (!isEvent(task)) outcomes.set(task.id, await shots.send(task))
    } catch (error) {
      // What is known already is told; the next batch meets the same wall and then says so itself.
      if (!(isOutOfTime(error) && outcomes.size > 0)) throw error
    }
    return { outcomes, bytes }
  }

  /** What was delivered before and is gone at the server counts as never delivered. */
  private async lanesOf(batch: readonly ClaimedTask[], mapping: Mapping, asker: Asker): Promise<readonly Lane[]> {
    const { api, journal, logger, clock, state } = this.parts
    const adoption = new Adoption(api, state, mapping, asker)
    const keptOf = async (id: string) => adoption.of(id, await mapping.entry(id))
    const newest = async (id: string) => journal?.entry(id as EntryId)
    const prepare = (tasks: readonly ClaimedTask[]) =>
      prepareLane(tasks, { keptOf, projects: this.projects, asker, newest })
    const groups = byLane(batch.filter(isEvent))
    const lanes: Lane[] = []
    for (const tasks of groups.values()) lanes.push(await prepare(tasks))
    const old = lanes.filter(({ steps, replays }) => steps.length === 0 && replays.length > 0)
    const gone = await goneOf(old, { api, asker, logger, now: clock.now() })
    for (const { id } of gone) {
      await mapping.drop(id)
      lanes[lanes.findIndex((lane) => lane.id === id)] = await prepare(groups.get(id) ?? [])
    }
    return lanes
  }

  private deadline(): () => void {
    const { clock } = this.parts
    const until = clock.monotonic() + LONGEST_SEND_MS
    return () => {
      if (clock.monotonic() > until) throw outOfTime()
    }
  }
}

const isEvent = ({ entityType }: ClaimedTask): boolean => entityType.startsWith('time_entry_')

function byLane(tasks: readonly ClaimedTask[]): ReadonlyMap<string, readonly ClaimedTask[]> {
  const groups = new Map<string, ClaimedTask[]>()
  for (const task of tasks) groups.set(task.lane, [...(groups.get(task.lane) ?? []), task])
  return groups
}

const outOfTime = () =>
  new TransportError({ failure: 'throttled', message: 'The server is slow; the rest goes a little later.' })

const isOutOfTime = (error: unknown): boolean => error instanceof TransportError && error.failure === 'throttled'

const nobody = () =>
  new TransportError({ failure: 'unauthorized', message: 'The access token does not say whose it is.' })
