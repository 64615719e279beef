import { token } from '../container.js'

export interface StateChange {
  /** Tells the other programs by the ChangeFeed: for what a person decided or is to be asked. @default false */
  readonly announce?: boolean
}

/** Small durable facts that the processes on one data folder share: the last sync, the breaker. JSON values. */
export interface StateStore {
  get<T>(key: string): Promise<T | undefined>
  set(key: string, value: unknown, change?: StateChange): Promise<void>
  /**
   * Reads and writes in one transaction, so that two programs lose nothing of each other. `change` is synchronous and
   * may be called again; when it returns what it was given nothing is written, and `undefined` removes the key. Gives
   * what is there now.
   */
  update<T>(key: string, change: (current: T | undefined) => T | undefined, how?: StateChange): Promise<T | undefined>
}

export const STATE_STORE = token<StateStore>('meantime.StateStore')
