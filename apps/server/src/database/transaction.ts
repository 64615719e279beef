import type { EntityManager } from 'typeorm'

/** What a unit of work gets: an entity manager that is inside the transaction, and savepoints in it. */
export interface Transaction {
  readonly manager: EntityManager
  /**
   * Undoes what `work` wrote when it throws, and throws the error again; what was written before stands. When the
   * database has dropped the whole transaction meanwhile (disk full), throws TransactionLostError instead.
   */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

/**
 * The database rolled back more than it was asked to: nothing written in this transaction exists any more. Passes
 * through every savepoint, so that no result already worked out can be told to the client.
 */
export class TransactionLostError extends Error {
  constructor(cause: unknown) {
    super('The database dropped the transaction.', { cause })
    this.name = 'TransactionLostError'
  }
}
