import { token } from '../container.js'

/** Small durable facts that the processes on one data folder share: the last sync, the breaker. JSON values. */
export interface StateStore {
  get<T>(key: string): Promise<T | undefined>
  set(key: string, value: unknown): Promise<void>
  /**
   * Reads and writes in one transaction, so that two programs lose nothing of each other. `change` is synchronous and
   * may be called again; when it returns what it was given nothing is written, and `undefined` removes the key. Gives
   * what is there now.
   */
  update<T>(key: string, change: (current: T | undefined) => T | undefined): Promise<T | undefined>
}

export const STATE_STORE = token<StateStore>('meantime.StateStore')
