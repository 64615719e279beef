import { useIntersection } from '@mantine/hooks'
import { useState } from 'react'
import { useAsk } from '../../bridge/queries.js'

/** The picture as an address, asked for once `wanted`; given up soon after nobody shows it, because it is large. */
export function usePicture(id: string, version: unknown, wanted = true) {
  const { data, error } = useAsk('picture', { id }, { enabled: wanted, gcTime: 20_000, version })
  return { address: data && `data:${data.mediaType};base64,${data.data}`, error }
}

/** The screen scrolls in a box of its own, which a margin around the window does not reach through. */
const NEARBY = { rootMargin: '400px', scrollMargin: '400px' }

/** True from when it first comes near the window. */
export function useNear() {
  const { ref, entry } = useIntersection(NEARBY)
  const [near, setNear] = useState(false)
  if (entry?.isIntersecting && !near) setNear(true)
  return { ref, near }
}
