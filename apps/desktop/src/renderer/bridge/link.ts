/**
 *   connecting  nobody has answered yet
 *   up          the agent answers
 *   down        it did, and does not any more; it is asked again and again
 *   refused     it answers, but not to this window, which belongs to an earlier run of it
 */
export type LinkStatus = 'connecting' | 'up' | 'down' | 'refused'

/** Whether the agent is there; for `useSyncExternalStore`. */
export class Link {
  private current: LinkStatus = 'connecting'
  private readonly listeners = new Set<() => void>()

  readonly status = (): LinkStatus => this.current

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  set(status: LinkStatus): void {
    if (status === this.current) return
    this.current = status
    for (const listener of this.listeners) listener()
  }
}
