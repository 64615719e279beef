import { token } from '../container.js'

/** Small durable facts that the processes on one data folder share: the last sync, the breaker. JSON values. */
export interface StateStore {
  get<T>(key: string): Promise<T | undefined>
  set(key: string, value: unknown): Promise<void>
}

export const STATE_STORE = token<StateStore>('meantime.StateStore')
