import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Input, Output, QueryName } from '../../bridge/operations.js'
import { useBridge } from './context.js'

interface AskOptions {
  readonly enabled?: boolean
  /** Shows the answer to the question before until the new one is there: no jump when a week is turned. */
  readonly keep?: boolean
  /** ms for which the answer stays once nothing shows it. @default 5 min */
  readonly gcTime?: number
  /** A part of the answer's name: with another one it is asked for anew. */
  readonly version?: unknown
}

/** One question to the agent; asked again when it tells that something changed. */
export function useAsk<N extends QueryName>(
  name: N,
  input: Input<N>,
  { enabled = true, keep = false, gcTime = 300_000, version }: AskOptions = {},
): UseQueryResult<Output<N>> {
  const bridge = useBridge()
  return useQuery<Output<N>, Error, Output<N>>({
    queryKey: version === undefined ? [name, input] : [name, input, version],
    queryFn: () => (bridge.ask as (name: N, input: Input<N>) => Promise<Output<N>>)(name, input),
    enabled,
    gcTime,
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
  })
}
