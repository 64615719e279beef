import type { HeldLock, Locks, StateStore } from '@meantime/core'

/** As JSON, like the real one: what does not survive that does not survive here. */
export class MemoryState implements StateStore {
  readonly rows = new Map<string, string>()

  async get<T>(key: string): Promise<T | undefined> {
    const row = this.rows.get(key)
    return row === undefined ? undefined : (JSON.parse(row) as T)
  }

  async set(key: string, value: unknown): Promise<void> {
    const json: string | undefined = JSON.stringify(value)
    if (json === undefined) this.rows.delete(key)
    else this.rows.set(key, json)
  }

  async update<T>(key: string, change: (current: T | undefined) => T | undefined): Promise<T | undefined> {
    const next = change(await this.get<T>(key))
    await this.set(key, next)
    return next
  }
}

export class MemoryLocks implements Locks {
  private readonly held = new Set<string>()

  async tryAcquire(name: string): Promise<HeldLock | undefined> {
    if (this.held.has(name)) return undefined
    this.held.add(name)
    return { epoch: 1, renew: async () => true, release: async () => void this.held.delete(name) }
  }
}
