import type { z } from 'zod'
import type { MovingNotice } from './moving.js'
import { COMMANDS, type Input, type OperationName, type Output, QUERIES, type Received } from './operations.js'
import type { syncView } from './shapes.js'

/** What the agent tells by itself. */
export type Notice =
  /** Something in the journal, the queue, the pictures or the settings changed: ask anew for what is shown. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'progress'; readonly progress: NonNullable<z.output<typeof syncView>['progress']> }
  /** How far `lookAtFormer` or `importFormer` has come. */
  | MovingNotice

/** The renderer's side. Rejects with a `BridgeError` where the agent refused. */
export interface Bridge {
  ask<N extends OperationName>(name: N, ...input: Arguments<N>): Promise<Output<N>>
  /** Returns the unsubscribe function. */
  onNotice(listener: (notice: Notice) => void): () => void
}

/** Nothing need be passed where nothing must be said. */
type Arguments<N extends OperationName> =
  Record<string, never> extends Input<N> ? [input?: Input<N>] : [input: Input<N>]

/** The agent's side. */
export type Handlers = { readonly [N in OperationName]: (input: Received<N>) => Promise<Output<N>> }

export const OPERATIONS = { ...QUERIES, ...COMMANDS }

export const isOperation = (name: string): name is OperationName => Object.hasOwn(OPERATIONS, name)
