import { BridgeError, noticeView } from '../../bridge/answer.js'
import type { Notice } from '../../bridge/bridge.js'
import type { Carrier } from './carrier.js'
import { Link } from './link.js'
import { isUnreachable, unreachable } from './unreachable.js'

/** What Electron's preload puts into the window. `ask` resolves to the same answers that the HTTP carrier gives. */
export interface MeantimeWindow {
  ask(name: string, input: unknown): Promise<unknown>
  /** Returns the unsubscribe function. */
  onNotice(listener: (notice: unknown) => void): () => void
}

const RETRY_MS = 1000

export class WindowCarrier implements Carrier {
  readonly link = new Link()
  private readonly listeners = new Set<(notice: Notice) => void>()
  private retrying = false

  constructor(private readonly meantime: MeantimeWindow) {
    meantime.onNotice((data) => {
      const notice = noticeView.safeParse(data).data
      if (notice) this.tell(notice)
    })
  }

  async ask(name: string, input: unknown): Promise<unknown> {
    try {
      const answer = await this.meantime.ask(name, input)
      if (isRefusal(answer)) throw unreachable()
      this.link.set('up')
      return answer
    } catch (error) {
      this.lost()
      throw error instanceof BridgeError ? error : unreachable()
    }
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private lost(): void {
    if (this.link.status() === 'up') this.link.set('down')
    if (this.retrying) return
    this.retrying = true
    setTimeout(() => {
      this.retrying = false
      this.ask('state', {}).then(
        () => this.tell({ kind: 'changed' }),
        (error: unknown) => isUnreachable(error),
      )
    }, RETRY_MS)
  }

  private tell(notice: Notice): void {
    for (const listener of this.listeners) listener(notice)
  }
}

/** The shell lives while the agent does not: it then says so in the agent's place. */
function isRefusal(answer: unknown): boolean {
  const { problem } = (answer ?? {}) as { problem?: { code?: unknown } }
  return problem?.code === 'AGENT_UNREACHABLE'
}
