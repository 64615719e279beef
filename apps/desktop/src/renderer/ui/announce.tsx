import { VisuallyHidden } from '@mantine/core'
import { createContext, type ReactNode, use, useState } from 'react'

const AnnounceContext = createContext<(text: string) => void>(() => undefined)

/** Says to readers of screens what others see change. */
export function Announcer({ children }: { children: ReactNode }) {
  const [text, setText] = useState('')
  return (
    <AnnounceContext value={setText}>
      {children}
      <VisuallyHidden role="status">{text}</VisuallyHidden>
    </AnnounceContext>
  )
}

export const useAnnounce = () => use(AnnounceContext)
