import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Input, Output, QueryName } from '../../bridge/operations.js'
import { useBridge } from './context.js'

interface AskOptions<N extends QueryName> {
  readonly enabled?: boolean
  /** Shows the answer to the question before until the new one is there: no jump when a week is turned. */
  readonly keep?: boolean
  /** ms for which the answer stays once nothing shows it. @default 5 min */
  readonly gcTime?: number
  /** A part of the answer's name: with another one it is asked for anew. */
  readonly version?: unknown
  /** ms until it is asked again by itself, for what nobody tells. */
  readonly again?: ((answer: Output<N> | undefined) => number | false) | undefined
}

/** One question to the agent; asked again when it tells that something changed. */
export function useAsk<N extends QueryName>(
  name: N,
  input: Input<N>,
  { enabled = true, keep = false, gcTime = 300_000, version, again }: AskOptions<N> = {},
): UseQueryResult<Output<N>> {
  const bridge = useBridge()
  return useQuery<Output<N>, Error, Output<N>>({
    queryKey: version === undefined ? [name, input] : [name, input, version],
    queryFn: () => (bridge.ask as (name: N, input: Input<N>) => Promise<Output<N>>)(name, input),
    enabled,
    gcTime,
    ...(again ? { refetchInterval: ({ state }) => again(state.data) } : {}),
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
  })
}
