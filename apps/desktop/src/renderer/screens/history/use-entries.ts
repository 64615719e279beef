import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { EntryView } from '../../../bridge/shapes.js'
import { useBridge } from '../../bridge/context.js'
import { useAsk } from '../../bridge/queries.js'
import type { Period } from './period.js'

const PAGE = 1000

export interface Entries {
  readonly entries: readonly EntryView[] | undefined
  readonly error: Error | null
  readonly retry: () => void
  /** Reads older ones; absent when all are there. */
  readonly more?: () => void
  readonly loadingMore: boolean
}

/** A week or a month in one answer; everything page by page, further back as somebody scrolls. */
export function useEntries(period: Period): Entries {
  const all = period.range === 'all'
  const one = useAsk('entries', { from: period.from, to: period.to, limit: 20_000 }, { enabled: !all, keep: true })
  const pages = usePages(period, all)
  const entries = useMemo(() => pages.data && withoutTwins(pages.data.pages.flat()), [pages.data])
  if (!all) return { entries: one.data, error: one.error, retry: () => void one.refetch(), loadingMore: false }
  return {
    entries,
    error: pages.error,
    retry: () => void pages.refetch(),
    loadingMore: pages.isFetchingNextPage,
    ...(pages.hasNextPage ? { more: () => void (pages.isFetchingNextPage || pages.fetchNextPage()) } : {}),
  }
}

function usePages({ to }: Period, enabled: boolean) {
  const bridge = useBridge()
  return useInfiniteQuery({
    queryKey: ['entries', 'pages'],
    enabled,
    initialPageParam: to,
    queryFn: ({ pageParam }) => bridge.ask('entries', { from: 0, to: pageParam, limit: PAGE }),
    // The next page begins just before the oldest start: what began at the very same instant comes again, once.
    getNextPageParam: (page, _, before) => {
      const oldest = page.at(-1)
      if (page.length < PAGE || !oldest) return undefined
      return oldest.startedAt + 1 < before ? oldest.startedAt + 1 : oldest.startedAt
    },
  })
}

function withoutTwins(entries: readonly EntryView[]): EntryView[] {
  const seen = new Set<string>()
  return entries.filter(({ id }) => !seen.has(id) && seen.add(id))
}
