import { useMemo, useSyncExternalStore } from 'react'
import { readRoute, routeTo, type Screen } from './screens.js'

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

/** The part behind `#` decides the screen: works the same from a file, a server, and with the back button. */
export function useRoute() {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  return useMemo(() => readRoute(hash), [hash])
}

export function go(screen: Screen, part?: string): void {
  window.location.hash = routeTo(screen, part)
}
