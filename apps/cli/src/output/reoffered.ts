import type { SyncReport } from '@meantime/core'

/** What a person should know about work that went out once again; with a space in front, or nothing. */
export function reofferedWords({ reoffered, gone }: SyncReport, asked: boolean): string {
  if (reoffered === 0) return ''
  const items = `${reoffered} ${reoffered === 1 ? 'item was' : 'items were'}`
  const again = asked
    ? ` ${items} offered to the server again; what it still had is not counted twice.`
    : ` The server had forgotten work (an older backup?); ${items} sent again.`
  if (gone === 0) return again
  const pictures = gone === 1 ? '1 screenshot or sample' : `${gone} screenshots or samples`
  return `${again} ${pictures} delivered lately ${gone === 1 ? 'is' : 'are'} not on this computer any more and stayed out.`
}
