import { createContext, type ReactNode, use, useMemo, useSyncExternalStore } from 'react'
import type { AgentClock } from './agent-clock.js'
import { Ticker } from './ticker.js'

interface Clocks {
  readonly clock: AgentClock
  readonly second: Ticker
  readonly minute: Ticker
}

const ClockContext = createContext<Clocks | undefined>(undefined)

export function ClockProvider({ clock, children }: { clock: AgentClock; children: ReactNode }) {
  const clocks = useMemo(() => ({ clock, second: new Ticker(clock, 1000), minute: new Ticker(clock, 60_000) }), [clock])
  return <ClockContext value={clocks}>{children}</ClockContext>
}

/** The agent's now, UTC ms; renders again with each full second or minute of it. */
export function useNow(every: 'second' | 'minute'): number {
  const ticker = useClocks()[every]
  return useSyncExternalStore(ticker.subscribe, ticker.now)
}

/** To the millisecond, for the moment of a click; renders nothing. */
export const useClock = (): AgentClock => useClocks().clock

function useClocks(): Clocks {
  const clocks = use(ClockContext)
  if (!clocks) throw new Error('There is no ClockProvider above')
  return clocks
}
