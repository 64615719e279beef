import type { ServerResponse } from 'node:http'
import type { Notice } from '../../bridge/bridge.js'
import { SAFE_HEADERS } from './headers.js'

/** Windows that one person has open. */
const MOST_STREAMS = 32
/** A window that does not read is let go; it asks for all that is new when it comes back. */
const MOST_UNREAD = 256 * 1024

export interface NoticeSource {
  /** Returns the unsubscribe function. */
  on(listener: (notice: Notice) => void): () => void
}

/** Notices as server-sent events. */
export class EventStreams {
  private readonly open = new Set<ServerResponse>()

  constructor(private readonly notices: NoticeSource) {}

  get full(): boolean {
    return this.open.size >= MOST_STREAMS
  }

  begin(response: ServerResponse): void {
    response.writeHead(200, { ...SAFE_HEADERS, 'Content-Type': 'text/event-stream; charset=utf-8' })
    response.write('retry: 1000\n\n')
    this.open.add(response)
    const off = this.notices.on((notice) => {
      if (response.writableLength > MOST_UNREAD) response.destroy()
      else response.write(`data: ${JSON.stringify(notice)}\n\n`)
    })
    response.on('close', () => {
      off()
      this.open.delete(response)
    })
  }

  end(): void {
    for (const response of this.open) response.destroy()
  }
}
