import { noticeView } from '../../bridge/answer.js'
import type { Notice } from '../../bridge/bridge.js'
import type { Carrier } from './carrier.js'
import { Link } from './link.js'
import { unreachable } from './unreachable.js'

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 8000

/** Same origin; who we are is in a cookie that no script can read. */
export class HttpCarrier implements Carrier {
  readonly link = new Link()
  private readonly listeners = new Set<(notice: Notice) => void>()
  private retryMs = FIRST_RETRY_MS

  constructor(private readonly base = '') {
    this.listen()
  }

  async ask(name: string, input: unknown): Promise<unknown> {
    const response = await fetch(`${this.base}/bridge/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }).catch(() => undefined)
    if (response?.status === 401 || response?.status === 403) this.link.set('refused')
    const answer = await response?.json().catch(() => undefined)
    if (answer === undefined) throw unreachable()
    return answer
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private listen(): void {
    const events = new EventSource(`${this.base}/notices`)
    events.onopen = () => {
      this.retryMs = FIRST_RETRY_MS
      this.link.set('up')
      // What happened while nobody listened is not told again.
      this.tell({ kind: 'changed' })
    }
    events.onmessage = ({ data }) => {
      const notice = readNotice(data)
      if (notice) this.tell(notice)
    }
    events.onerror = () => {
      if (this.link.status() === 'up') this.link.set('down')
      // A browser reconnects by itself only after a broken connection, not after an answer such as 502.
      if (events.readyState !== EventSource.CLOSED) return
      setTimeout(() => this.listen(), this.retryMs)
      this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS)
    }
  }

  private tell(notice: Notice): void {
    for (const listener of this.listeners) listener(notice)
  }
}

/** What is not understood is passed over: a newer agent may tell more than this window knows. */
export function readNotice(data: unknown): Notice | undefined {
  try {
    return noticeView.safeParse(JSON.parse(String(data))).data
  } catch {
    return undefined
  }
}
