import type { AccountId } from '@meantime/core'
import type { ItemResult, SyncEnvelope, SyncResult } from '@meantime/protocol'
import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../database/database.js'
import { type Transaction, TransactionLostError } from '../database/transaction.js'
import * as results from './item-results.js'
import { judge, type SoundItem, type UnsoundItem } from './judge.js'
import { Ledger, type LedgerParts } from './ledger.js'
import { latestOf, remembers } from './remembered.js'

type Judged = SoundItem | UnsoundItem

/** Takes batches: each item once, in order, judged alone; see docs/decisions/031-batch-receipts.md. */
export class Batches {
  constructor(
    private readonly database: Database,
    private readonly parts: LedgerParts,
  ) {}

  /**
   * One transaction for the batch: what is answered is on the disk. Nothing is taken from a client that was told of
   * work which is not here (any more): later steps of an entry would overtake the forgotten ones (decision 093).
   */
  take(account: AccountId, envelope: SyncEnvelope, log: FastifyBaseLogger): Promise<SyncResult> {
    const items = envelope.items.map(judge)
    const { known } = envelope
    return this.database.write(async (transaction) => {
      const { manager } = transaction
      if (known !== undefined && !(await remembers(manager, account, known))) {
        log.warn({ itemId: known }, 'a client was told of work that is not here: was an older backup restored?')
        return { knows: false, results: items.map(results.earlierWorkUnknown) }
      }
      const outcome = await this.store(account, items, transaction, log)
      const there = outcome.filter(({ status }) => status === 'applied' || status === 'duplicate').map(({ id }) => id)
      const latest = await latestOf(manager, account, known === undefined ? there : [known, ...there])
      return {
        results: outcome,
        ...(known === undefined ? {} : { knows: true }),
        ...(latest === undefined ? {} : { latest }),
      }
    })
  }

  private async store(
    account: AccountId,
    items: readonly Judged[],
    transaction: Transaction,
    log: FastifyBaseLogger,
  ): Promise<ItemResult[]> {
    const sound = items.filter((item) => item.sound)
    const load = () => Ledger.load(transaction.manager, account, sound, this.parts)
    try {
      return await together(items, await load(), transaction)
    } catch (error) {
      if (error instanceof TransactionLostError) throw error
      log.warn({ err: error }, 'a batch could not be stored as one; its items are stored one by one')
      return oneByOne(items, load, transaction, log)
    }
  }
}

/** The usual way: all items in one savepoint and a few statements. */
async function together(items: readonly Judged[], ledger: Ledger, transaction: Transaction): Promise<ItemResult[]> {
  const run = new Run()
  const outcome = items.map((item) => run.note(item, run.decide(item, ledger)))
  await transaction.savepoint(() => ledger.flush())
  return outcome
}

/** When the database refused something: a savepoint for each item finds out which, and the others stand. */
async function oneByOne(
  items: readonly Judged[],
  load: () => Promise<Ledger>,
  transaction: Transaction,
  log: FastifyBaseLogger,
): Promise<ItemResult[]> {
  const run = new Run()
  const outcome: ItemResult[] = []
  let ledger = await load()
  for (const item of items) {
    let result: ItemResult
    try {
      result = run.decide(item, ledger)
      await transaction.savepoint(() => ledger.flush())
    } catch (error) {
      if (error instanceof TransactionLostError) throw error
      log.error({ err: error, itemId: item.id }, 'an item could not be stored')
      result = results.notStored(item)
      // What was staged is not in the database; what is known must be what is there.
      ledger = await load()
    }
    outcome.push(run.note(item, result))
  }
  return outcome
}

/** One pass over a batch: an item that did not take effect holds back what follows in its entry. */
class Run {
  private readonly halted = new Set<string>()

  /** Stages the item when it is to be applied. What took effect before stays told so, whatever happened around it. */
  decide(item: Judged, ledger: Ledger): ItemResult {
    if (!item.sound) return results.invalidItem(item, item.detail)
    const known = ledger.receipt(item)
    if (known === item.fingerprint) return results.duplicate(item)
    if (known !== undefined) return results.idempotencyConflict(item)
    if ('screenshot' in item) return ledger.stageScreenshot(item)
    if ('activity' in item) return ledger.stageActivity(item)
    if (this.halted.has(item.entryId)) return results.predecessorNotApplied(item)
    return ledger.stage(item) ? results.applied(item) : results.entryUnknown(item)
  }

  note(item: Judged, result: ItemResult): ItemResult {
    const entryId = 'event' in item || !item.sound ? item.entryId : undefined
    if (result.status !== 'applied' && result.status !== 'duplicate' && entryId) this.halted.add(entryId)
    return result
  }
}
