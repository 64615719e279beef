import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { MovingNotice } from '../../../bridge/moving.js'
import type { Input } from '../../../bridge/operations.js'
import { useCommand } from '../../bridge/commands.js'
import { useBridge } from '../../bridge/context.js'

export type FormerInput = Input<'lookAtFormer'>

/** Looking first, importing then, both with the same choices. Looking may take seconds, so nothing asks for it by itself. */
export function useFormer(onBrought?: () => void) {
  const bridge = useBridge()
  const [input, setInput] = useState<FormerInput>({})
  const look = useMutation({ mutationFn: (asked: FormerInput) => bridge.ask('lookAtFormer', asked) })
  const bring = useCommand('importFormer', { quiet: true, ...(onBrought ? { onDone: onBrought } : {}) })
  const lookAt = (changes: FormerInput = {}) => {
    const next = { ...input, ...changes }
    setInput(next)
    bring.reset()
    look.mutate(next)
  }
  return {
    input,
    /** Without looking again. */
    setInput,
    lookAt,
    view: look.data,
    bring: () => bring.mutate(input),
    imported: bring.data,
    error: bring.error ?? look.error,
    isLooking: look.isPending,
    isBringing: bring.isPending,
  }
}

/** How far it is, while something is under way. */
export function useMovingProgress(underWay: boolean): MovingNotice | undefined {
  const bridge = useBridge()
  const [last, setLast] = useState<MovingNotice>()
  useEffect(() => {
    setLast(undefined)
    if (!underWay) return undefined
    return bridge.onNotice((notice) => {
      if (notice.kind === 'moving') setLast(notice)
    })
  }, [bridge, underWay])
  return last
}
