import { QueryClient } from '@tanstack/react-query'
import type { Bridge } from '../../bridge/bridge.js'
import type { Output } from '../../bridge/operations.js'

/** While a queue drains the agent tells of a change for each batch; what is shown is asked for at most this often. */
const SETTLE_MS = 200

/** Never change by themselves, and are large or asked for often enough to be worth keeping. */
const LASTING: ReadonlySet<unknown> = new Set(['picture', 'about', 'suggestions'])

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The agent is on this computer: whether there is a network is nothing to wait for.
      queries: { networkMode: 'always', retry: false, staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** Keeps what is shown true to what the agent tells. Returns the unsubscribe function. */
export function followNotices(bridge: Bridge, client: QueryClient): () => void {
  let due: ReturnType<typeof setTimeout> | undefined
  let last = 0
  const refresh = () => {
    due = undefined
    last = performance.now()
    void askAnew(client)
  }
  const off = bridge.onNotice((notice) => {
    if (notice.kind === 'progress') {
      client.setQueryData<Output<'state'>>(['state', {}], (state) =>
        state ? { ...state, sync: { ...state.sync, phase: 'syncing', progress: notice.progress } } : state,
      )
      return
    }
    // Who shows it listens for it.
    if (notice.kind === 'moving') return
    due ??= setTimeout(refresh, Math.max(0, last + SETTLE_MS - performance.now()))
  })
  return () => {
    clearTimeout(due)
    off()
  }
}

export const askAnew = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey }) => !LASTING.has(queryKey[0]) })
