import { type Logger, type Outcome, type Reason, TransportError } from '@meantime/core'
import { cleanDescription } from './clean-text.js'
import { Convergence } from './convergence.js'
import type { Creation } from './creation.js'
import type { Asker, HubnityApi } from './hubnity-api.js'
import type { Mapping } from './kept.js'
import { BEHIND_REFUSED, blocked, type Lane, wantedFor } from './lane.js'
import { PostCreation } from './post-creation.js'
import { NOT_KEPT, OTHER_ACTIVE, SickServer } from './refusals.js'
import type { Row } from './row.js'
import type { MakeCall, SyncCreations } from './sync-creations.js'
import type { Wanted } from './wanted.js'

const LOOK_AGAIN_MS = 30_000
/** From so many on, one list is cheaper than asking each. */
const LIST_FROM = 4
const DAY_MS = 24 * 3_600_000

export interface DeliveryParts {
  readonly api: HubnityApi
  readonly syncs: SyncCreations
  readonly mapping: Mapping
  readonly asker: Asker
  readonly logger: Logger
  /** UTC ms. */
  readonly now: number
}

/** What became of the first steps of a lane. */
type Brought = 'done' | { readonly refused: Reason } | { readonly later: Reason; readonly afterMs?: number } | undefined

/** Delivers the entries of one batch. What is over goes first and together; what runs goes last, when nothing else does. */
export class EntryDelivery {
  private readonly sick = new SickServer()
  private readonly madeAgain = new Set<string>()
  private readonly convergence: Convergence

  constructor(private readonly parts: DeliveryParts) {
    this.convergence = new Convergence(parts.api, parts.asker, this.sick)
  }

  /** `tell` is called as soon as it is known what became of a lane's steps. */
  async run(lanes: readonly Lane[], tell: (lane: Lane, outcomes: readonly Outcome[]) => void): Promise<void> {
    const fresh = lanes.filter(({ steps }) => steps.length > 0)
    const isOver = (lane: Lane) => wantedOf(lane).status === 'STOPPED'
    const there = fresh.filter(({ kept }) => kept.remote !== undefined)
    const missing = fresh.filter(({ kept }) => kept.remote === undefined)
    for (const lane of there.filter(isOver)) await this.settle(lane, await this.converge(lane), tell)
    await this.createOver(missing.filter(isOver), tell)
    for (const lane of there.filter((one) => !isOver(one))) await this.settle(lane, await this.converge(lane), tell)
    for (const lane of missing.filter((one) => !isOver(one))) await this.settle(lane, await this.createOpen(lane), tell)
    this.sick.check()
  }

  private async createOver(lanes: readonly Lane[], tell: Tell): Promise<void> {
    const creations: Creation[] = []
    for (const lane of lanes) {
      const creation = this.creation(lane, lane.steps.length)
      if (!creation) continue
      // Made and deleted before anything of it was sent: the server never needs to know.
      if (creation.step.entry.state === 'deleted' && lane.kept.tried === undefined) {
        await this.delivered(lane, lane.steps.length)
        tell(
          lane,
          lane.steps.map(() => APPLIED),
        )
      } else creations.push(creation)
    }
    await this.make(creations)
    const rows = await this.rowsOf(creations)
    for (const creation of creations) {
      const row = creation.made && 'id' in creation.made ? rows.get(creation.made.id) : undefined
      await this.settle(creation.lane, await this.made(creation, row), tell)
    }
  }

  private async createOpen(lane: Lane, count = lane.steps.length): Promise<Brought> {
    const { api, asker, mapping } = this.parts
    const creation = this.creation(lane, count)
    if (!creation) return undefined
    const ours = await mapping.open()
    const active = await api.active(asker)
    const own = active.find(({ idempotencyKey }) => idempotencyKey === creation.key)
    if (own) {
      creation.made = { kind: 'exists', id: own.id }
      return this.made(creation, own)
    }
    const others = active.filter(
      ({ id, userId, idempotencyKey = '' }) => userId === mapping.user && !ours[id] && !ours[idempotencyKey],
    )
    if (others.length > 0) return { later: OTHER_ACTIVE, afterMs: LOOK_AGAIN_MS }
    await mapping.noteOpen([creation.key], lane.id)
    await this.make([creation])
    return this.made(creation)
  }

  private creation(lane: Lane, count: number): Creation | undefined {
    const step = lane.steps[count - 1]
    if (!step) return undefined
    return {
      lane,
      step,
      wanted: wantedFor(step, lane.over),
      key: this.parts.mapping.keyFor(lane.id),
      tried: lane.kept.tried ?? [],
    }
  }

  private async make(creations: readonly Creation[]): Promise<void> {
    if (creations.length === 0) return
    const { syncs, mapping, asker, now } = this.parts
    const call: MakeCall = { asker, sick: this.sick, user: mapping.user, now }
    await Promise.all(creations.map((creation) => this.noteTried(creation)))
    if (await syncs.available(now)) await syncs.make(creations, call)
  }

  /** Before anything goes out: whatever dies from here on, the next one knows what to look for. */
  private async noteTried({ lane, wanted: { startTime, description, projectId }, tried }: Creation): Promise<void> {
    const now = { startTime, description, projectId }
    if (tried.some((one) => JSON.stringify(one) === JSON.stringify(now))) return
    lane.kept = await this.parts.mapping.keep(lane.id, { tried: [...tried, now] })
  }

  /** What the server holds of those that were there already, when they are many. */
  private async rowsOf(creations: readonly Creation[]): Promise<ReadonlyMap<string, Row>> {
    const there = creations.filter(({ made }) => made?.kind === 'exists')
    if (there.length < LIST_FROM) return new Map()
    const starts = there.map(({ wanted }) => wanted.startTime)
    const { api, asker } = this.parts
    const rows = await api.list(Math.min(...starts) - DAY_MS, Math.max(...starts) + DAY_MS, asker)
    return new Map(rows.map((row) => [row.id, row]))
  }

  private async made(creation: Creation, row?: Row): Promise<Brought> {
    const { api, syncs, mapping, asker, now } = this.parts
    if (creation.made === undefined && !(await syncs.available(now)))
      await new PostCreation(api, mapping, asker, this.sick).make(creation)
    const { lane, step, wanted, made } = creation
    if (made === undefined) return undefined
    if (made.kind === 'refused') return { refused: made.reason }
    if (made.kind === 'later') return { later: made.reason, ...afterOf(made) }
    lane.kept = await mapping.found(lane.id, made.id)
    const count = lane.steps.indexOf(step) + 1
    if (made.kind === 'exists') return this.converge(lane, count, row)
    await this.delivered(lane, count, wanted)
    return 'done'
  }

  private async converge(lane: Lane, count = lane.steps.length, row?: Row): Promise<Brought> {
    const step = lane.steps[count - 1]
    const { remote, pushed } = lane.kept
    if (!step || remote === undefined) return undefined
    const wanted = wantedFor(step, lane.over)
    const came = await this.convergence.run({ remote, wanted, entry: step.entry, believed: pushed, row })
    if (came.kind === 'refused') return { refused: came.reason }
    if (came.kind === 'later') return { later: came.reason, ...afterOf(came) }
    if (came.kind === 'agrees') {
      await this.delivered(lane, count, came.row)
      return 'done'
    }
    if (this.madeAgain.has(lane.id)) return { later: NOT_KEPT }
    this.madeAgain.add(lane.id)
    this.parts.logger.warn('an entry is gone at the server and is made again', { entry: lane.id })
    lane.kept = await this.parts.mapping.forget(lane.id)
    return this.bring(lane, count)
  }

  private async bring(lane: Lane, count: number): Promise<Brought> {
    const step = lane.steps[count - 1]
    if (!step) return undefined
    if (lane.kept.remote !== undefined) return this.converge(lane, count)
    if (wantedFor(step, lane.over).status !== 'STOPPED') return this.createOpen(lane, count)
    const creation = this.creation(lane, count)
    if (!creation) return undefined
    await this.make([creation])
    return this.made(creation)
  }

  /** Tells what became of the steps; of several the one that is minded is looked for, so that the others arrive. */
  private async settle(lane: Lane, brought: Brought, tell: Tell): Promise<void> {
    const all = lane.steps.length
    if (brought === 'done')
      return tell(
        lane,
        lane.steps.map(() => APPLIED),
      )
    if (brought === undefined) return
    if ('later' in brought) {
      const { later: reason, afterMs } = brought
      const retry: Outcome = { kind: 'retry', reason, ...(afterMs === undefined ? {} : { afterMs }) }
      return tell(lane, [retry, ...rest(all - 1)])
    }
    let good = 0
    let reason = brought.refused
    for (let count = 1; all > 1 && count < all; count += 1) {
      const one = await this.bring(lane, count)
      if (one === 'done') good = count
      else if (one && 'refused' in one) {
        reason = one.refused
        break
      } else
        return tell(
          lane,
          lane.steps.slice(0, good).map(() => APPLIED),
        )
    }
    tell(lane, [...lane.steps.slice(0, good).map(() => APPLIED), { kind: 'rejected', reason }, ...rest(all - good - 1)])
  }

  private async delivered(lane: Lane, count: number, pushed?: Wanted): Promise<void> {
    const { mapping, logger } = this.parts
    const steps = lane.steps.slice(0, count)
    const entry = steps.at(-1)?.entry
    if (!entry) return
    const { cut } = cleanDescription(entry.description)
    if (cut) logger.warn('a description was shortened for the server', { entry: lane.id, cut })
    const events = [...new Set([...lane.kept.events, ...steps.map(({ task }) => task.id)])]
    lane.kept = await mapping.keep(lane.id, { entry, events, ...(pushed ? { pushed } : {}) })
    if (pushed?.status === 'STOPPED') await mapping.noteClosed(lane.id)
    else if (lane.kept.remote) await mapping.noteOpen([mapping.keyFor(lane.id), lane.kept.remote], lane.id)
  }
}

type Tell = (lane: Lane, outcomes: readonly Outcome[]) => void

const APPLIED: Outcome = { kind: 'applied' }

const rest = (count: number): Outcome[] => Array.from({ length: count }, () => blocked(BEHIND_REFUSED))

const afterOf = ({ afterMs }: { readonly afterMs?: number }) => (afterMs === undefined ? {} : { afterMs })

function wantedOf(lane: Lane): Wanted {
  const last = lane.steps.at(-1)
  if (!last) throw new TransportError({ failure: 'invalid', message: 'There is nothing to deliver of an entry.' })
  return wantedFor(last, lane.over)
}
