import { createContext, type ReactNode, use } from 'react'
import type { StateView } from '../../bridge/shapes.js'

const StateContext = createContext<StateView | undefined>(undefined)

export function StateProvider({ state, children }: { state: StateView; children: ReactNode }) {
  return <StateContext value={state}>{children}</StateContext>
}

/** What the agent last told; below StateProvider, which waits for the first answer. */
export function useAgentState(): StateView {
  const state = use(StateContext)
  if (!state) throw new Error('There is no StateProvider above')
  return state
}
