import { type AccountId, applyEvent, type Clock, type Entry, type TimeEvent } from '@meantime/core'
import { type EntityManager, In } from 'typeorm'
import { entries, events, receipts } from '../database/entities.js'
import { fromRow, toRow } from '../entries/entry-row.js'
import type { Projects } from '../projects/projects.js'
import type { SoundItem } from './judge.js'

export interface LedgerParts {
  readonly clock: Clock
  readonly projects: Projects
}

/**
 * One account's ledger inside one transaction: what had taken effect before, and what takes effect now. Everything is
 * read and written under the account's id; the ids in the items alone reach nobody's rows.
 */
export class Ledger {
  private staged: SoundItem[] = []

  private constructor(
    private readonly manager: EntityManager,
    private readonly account: AccountId,
    private readonly parts: LedgerParts,
    /** Fingerprints by item id, those of staged items too. */
    private readonly receipts: Map<string, string>,
    /** As they are after the staged items. */
    private readonly entries: Map<string, Entry>,
  ) {}

  /** Reads in two queries all that the items can need. */
  static async load(
    manager: EntityManager,
    account: AccountId,
    items: readonly SoundItem[],
    parts: LedgerParts,
  ): Promise<Ledger> {
    const itemIds = items.map(({ event }) => event.id)
    const entryIds = [...new Set(items.map(({ event }) => event.entryId))]
    const known = await manager.findBy(receipts, { accountId: account, itemId: In(itemIds) })
    const rows = await manager.findBy(entries, { accountId: account, id: In(entryIds) })
    return new Ledger(
      manager,
      account,
      parts,
      new Map(known.map(({ itemId, fingerprint }) => [itemId, fingerprint])),
      new Map(rows.map((row) => [row.id, fromRow(row)])),
    )
  }

  /** The fingerprint under which the item took effect before, if it did. */
  receipt(item: SoundItem): string | undefined {
    return this.receipts.get(item.event.id)
  }

  /** Works out what the item makes of its entry, to be written by `flush`; false when the entry has no start. */
  stage(item: SoundItem): boolean {
    const { event } = item
    const after = applyEvent(this.entries.get(event.entryId), event)
    if (after === undefined) return false
    this.entries.set(event.entryId, after)
    this.receipts.set(event.id, item.fingerprint)
    this.staged.push(item)
    return true
  }

  /** Writes the staged items, a few statements for all of them: the events, what they make of entries, the receipts. */
  async flush(): Promise<void> {
    const items = this.staged
    if (items.length === 0) return
    this.staged = []
    const positions = await this.append(items)
    await this.manager.upsert(entries, this.touched(items), ['accountId', 'id'])
    const names = items.map(({ event }) => projectName(event)).filter((name) => name !== undefined)
    await this.parts.projects.remember(this.manager, this.account, names)
    await this.manager.insert(
      receipts,
      items.map(({ event: { id }, fingerprint }) => ({
        accountId: this.account,
        itemId: id,
        fingerprint,
        seq: positions.get(id) ?? 0,
      })),
    )
  }

  /** Positions by event id. */
  private async append(items: readonly SoundItem[]): Promise<ReadonlyMap<string, number>> {
    const receivedAt = this.parts.clock.now()
    const rows = items.map(({ event: { id, entryId, type, occurredAt }, payload }) => {
      return { accountId: this.account, id, entryId, type, occurredAt, payload, receivedAt }
    })
    await this.manager.insert(events, rows)
    const appended = await this.manager.find(events, {
      select: { id: true, position: true },
      where: { accountId: this.account, id: In(rows.map(({ id }) => id)) },
    })
    return new Map(appended.map(({ id, position }) => [id, position]))
  }

  private touched(items: readonly SoundItem[]) {
    const ids = new Set(items.map(({ event }) => event.entryId))
    return [...this.entries.values()].filter(({ id }) => ids.has(id)).map((entry) => toRow(this.account, entry))
  }
}

function projectName(event: TimeEvent): string | undefined {
  if (event.type === 'start') return event.project ?? undefined
  return event.type === 'edit' ? (event.changes.project ?? undefined) : undefined
}
