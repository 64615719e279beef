import { createContext, type ReactNode, use, useEffect, useMemo } from 'react'
import { createFormats, type Formats } from './formats.js'

const FormatsContext = createContext<Formats | undefined>(undefined)

export function FormatsProvider({ locale, zone, children }: { locale: string; zone: string; children: ReactNode }) {
  const formats = useMemo(() => createFormats(locale, zone), [locale, zone])
  useEffect(() => {
    // Times with AM and PM need wider columns.
    document.documentElement.dataset.hours = formats.hour12 ? '12' : '24'
  }, [formats])
  return <FormatsContext value={formats}>{children}</FormatsContext>
}

export function useFormats(): Formats {
  const formats = use(FormatsContext)
  if (!formats) throw new Error('There is no FormatsProvider above')
  return formats
}
