import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CommandName, Input, Output } from '../../bridge/operations.js'
import { useTellProblem } from '../ui/problem-toast.js'
import { useBridge } from './context.js'
import { askAnew } from './query-client.js'

interface CommandOptions<N extends CommandName> {
  /** After what is shown was asked for anew. */
  readonly onDone?: (output: Output<N>, input: Input<N>) => void
  /** The form shows the refusal itself. @default false */
  readonly quiet?: boolean
}

/**
 * One command to the agent. Nothing is shown as done before the agent said so, which it does only when it is on the
 * disk; it takes milliseconds. A refusal is told in words.
 */
export function useCommand<N extends CommandName>(
  name: N,
  { onDone, quiet = false }: CommandOptions<N> = {},
): UseMutationResult<Output<N>, Error, Input<N>> {
  const bridge = useBridge()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  return useMutation<Output<N>, Error, Input<N>>({
    mutationFn: (input) => (bridge.ask as (name: N, input: Input<N>) => Promise<Output<N>>)(name, input),
    onSuccess: async (output, input) => {
      await askAnew(client)
      onDone?.(output, input)
    },
    onError: (error) => {
      if (!quiet) tellProblem(error)
    },
  })
}
