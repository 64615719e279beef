import { createContext, lazy, type ReactNode, Suspense, use, useState } from 'react'
import type { EntryView } from '../../bridge/shapes.js'

export type Dialog =
  | { readonly kind: 'add'; readonly day?: string }
  | { readonly kind: 'edit' | 'split'; readonly entry: EntryView }
  | { readonly kind: 'shortcuts' }

const EntryDialog = lazy(() => import('../entry/entry-dialog.js'))
const SplitDialog = lazy(() => import('../entry/split-dialog.js'))
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.js'))

const DialogsContext = createContext<(dialog: Dialog) => void>(() => undefined)

/** What opens over every screen. Loaded when it is first opened: the date fields are large. */
export function DialogsProvider({ children }: { children: ReactNode }) {
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  return (
    <DialogsContext value={setDialog}>
      {children}
      <Suspense fallback={null}>
        {dialog?.kind === 'add' && <EntryDialog day={dialog.day} onClose={close} />}
        {dialog?.kind === 'edit' && <EntryDialog entry={dialog.entry} onClose={close} />}
        {dialog?.kind === 'split' && <SplitDialog entry={dialog.entry} onClose={close} />}
        {dialog?.kind === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      </Suspense>
    </DialogsContext>
  )
}

export const useDialog = () => use(DialogsContext)
