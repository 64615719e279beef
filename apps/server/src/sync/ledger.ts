import { type AccountId, applyEvent, type Clock, type Entry, type TimeEvent } from '@meantime/core'
import type { ItemResult } from '@meantime/protocol'
import { type EntityManager, type EntitySchema, In, type QueryDeepPartialEntity } from 'typeorm'
import { activity } from '../database/activity-entity.js'
import { blobs, entries, events, receipts, screenshots } from '../database/entities.js'
import { fromRow, toRow } from '../entries/entry-row.js'
import type { Projects } from '../projects/projects.js'
import type { PictureFolder } from '../screenshots/picture-folder.js'
import * as results from './item-results.js'
import type { SoundActivity, SoundEvent, SoundItem, SoundScreenshot } from './judge.js'

export interface LedgerParts {
  readonly clock: Clock
  readonly projects: Projects
  readonly pictures: PictureFolder
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
    /** Bytes by SHA-256, of pictures that are there. */
    private readonly pictures: ReadonlyMap<string, number>,
  ) {}

  /** Reads in two queries, three with screenshots, all that the items can need. */
  static async load(
    manager: EntityManager,
    account: AccountId,
    items: readonly SoundItem[],
    parts: LedgerParts,
  ): Promise<Ledger> {
    const itemIds = items.map(({ key }) => key)
    const entryIds = [...new Set(items.map(({ entryId }) => entryId))]
    const known = await manager.findBy(receipts, { accountId: account, itemId: In(itemIds) })
    const rows = await manager.findBy(entries, { accountId: account, id: In(entryIds) })
    return new Ledger(
      manager,
      account,
      parts,
      new Map(known.map(({ itemId, fingerprint }) => [itemId, fingerprint])),
      new Map(rows.map((row) => [row.id, fromRow(row)])),
      await picturesFor(manager, account, items, parts.pictures),
    )
  }

  /** The fingerprint under which the item took effect before, if it did. */
  receipt(item: SoundItem): string | undefined {
    return this.receipts.get(item.key)
  }

  /** Works out what the item makes of its entry, to be written by `flush`; false when the entry has no start. */
  stage(item: SoundEvent): boolean {
    const { event } = item
    const after = applyEvent(this.entries.get(event.entryId), event)
    if (after === undefined) return false
    this.entries.set(event.entryId, after)
    this.take(item)
    return true
  }

  /** Takes effect when its entry's start has arrived and its picture is there. */
  stageScreenshot(item: SoundScreenshot): ItemResult {
    if (!this.entries.has(item.entryId)) return results.entryUnknown(item)
    if (this.pictures.get(item.screenshot.sha256) !== item.screenshot.bytes) return results.blobMissing(item)
    this.take(item)
    return results.applied(item)
  }

  /** Takes effect when its entry's start has arrived. */
  stageActivity(item: SoundActivity): ItemResult {
    if (!this.entries.has(item.entryId)) return results.entryUnknown(item)
    this.take(item)
    return results.applied(item)
  }

  /** Writes the staged items, a few statements for all of them: the events, what they make of entries, the receipts. */
  async flush(): Promise<void> {
    const items = this.staged
    if (items.length === 0) return
    this.staged = []
    const positions = await this.append(items)
    const happened = items.filter((item) => 'event' in item)
    if (happened.length > 0) await this.manager.upsert(entries, this.touched(happened), ['accountId', 'id'])
    const names = happened.map(({ event }) => projectName(event)).filter((name) => name !== undefined)
    await this.parts.projects.remember(this.manager, this.account, names)
    const shots = items.filter((item) => 'screenshot' in item)
    if (shots.length > 0)
      await this.insert(
        screenshots,
        shots.map((shot) => screenshotRow(this.account, shot)),
      )
    const samples = items.filter((item) => 'activity' in item)
    if (samples.length > 0)
      await this.insert(
        activity,
        samples.map((sample) => activityRow(this.account, sample)),
      )
    await this.insert(
      receipts,
      items.map(({ key, fingerprint }) => ({
        accountId: this.account,
        itemId: key,
        fingerprint,
        seq: positions.get(key) ?? 0,
      })),
    )
  }

  private take(item: SoundItem): void {
    this.receipts.set(item.key, item.fingerprint)
    this.staged.push(item)
  }

  /** Positions by item id. */
  private async append(items: readonly SoundItem[]): Promise<ReadonlyMap<string, number>> {
    const receivedAt = this.parts.clock.now()
    const rows = items.map(({ key: id, entryId, type, occurredAt, payload }) => {
      return { accountId: this.account, id, entryId, type, occurredAt, payload, receivedAt }
    })
    await this.insert(events, rows)
    const appended = await this.manager.find(events, {
      select: { id: true, position: true },
      where: { accountId: this.account, id: In(rows.map(({ id }) => id)) },
    })
    return new Map(appended.map(({ id, position }) => [id, position]))
  }

  /** Rows are not read back into objects that nobody looks at: a good part of what TypeORM does for an insert. */
  private insert<Row extends object>(entity: EntitySchema<Row>, rows: QueryDeepPartialEntity<Row>[]) {
    return this.manager.createQueryBuilder().insert().into(entity).values(rows).updateEntity(false).execute()
  }

  private touched(items: readonly SoundEvent[]) {
    const ids = new Set<string>(items.map(({ entryId }) => entryId))
    return [...this.entries.values()].filter(({ id }) => ids.has(id)).map((entry) => toRow(this.account, entry))
  }
}

/** A row alone is not believed: what a screenshot is told to be applied for must be on the disk. */
async function picturesFor(
  manager: EntityManager,
  account: AccountId,
  items: readonly SoundItem[],
  folder: PictureFolder,
): Promise<ReadonlyMap<string, number>> {
  const hashes = items.flatMap((item) => ('screenshot' in item ? item.screenshot.sha256 : []))
  if (hashes.length === 0) return new Map()
  const rows = await manager.findBy(blobs, { accountId: account, sha256: In(hashes) })
  const found = new Map<string, number>()
  for (const { sha256, bytes } of rows) if ((await folder.sizeOf(account, sha256)) === bytes) found.set(sha256, bytes)
  return found
}

function screenshotRow(accountId: AccountId, { key, entryId, screenshot }: SoundScreenshot) {
  const { takenAt, monitor = null, sha256, bytes, mediaType } = screenshot
  return { accountId, id: key, entryId, takenAt, monitor, sha256, bytes, mediaType }
}

function activityRow(accountId: AccountId, { key, entryId, activity: { from, minutes } }: SoundActivity) {
  return { accountId, id: key, entryId, from, minutes: JSON.stringify(minutes) }
}

function projectName(event: TimeEvent): string | undefined {
  if (event.type === 'start') return event.project ?? undefined
  return event.type === 'edit' ? (event.changes.project ?? undefined) : undefined
}
