import { createContext, type ReactNode, use, useSyncExternalStore } from 'react'
import type { Bridge } from '../../bridge/bridge.js'
import type { Link, LinkStatus } from './link.js'

interface Connection {
  readonly bridge: Bridge
  readonly link: Link
}

const ConnectionContext = createContext<Connection | undefined>(undefined)

export function ConnectionProvider({ bridge, link, children }: Connection & { children: ReactNode }) {
  return <ConnectionContext value={{ bridge, link }}>{children}</ConnectionContext>
}

function useConnection(): Connection {
  const connection = use(ConnectionContext)
  if (!connection) throw new Error('There is no ConnectionProvider above')
  return connection
}

export const useBridge = (): Bridge => useConnection().bridge

export function useLink(): LinkStatus {
  const { link } = useConnection()
  return useSyncExternalStore(link.subscribe, link.status)
}
