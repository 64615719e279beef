import type { DesktopShell, Off } from '../shell.js'

/** Keeps the keys of the whole desktop as the settings say; tells once for each key that another program has. */
export class Shortcuts {
  private readonly held = new Map<string, { readonly keys: string; readonly off: Off | undefined }>()

  constructor(
    private readonly shell: Pick<DesktopShell, 'onShortcut'>,
    private readonly onTaken: (keys: string) => void,
  ) {}

  /** `keys` empty: none. */
  keep(action: string, keys: string, listener: () => void): void {
    const before = this.held.get(action)
    if (before?.keys === keys || (before === undefined && keys === '')) return
    before?.off?.()
    this.held.delete(action)
    if (keys === '' || this.shell.onShortcut === undefined) return
    const off = this.shell.onShortcut(keys, listener)
    this.held.set(action, { keys, off })
    if (off === undefined) this.onTaken(keys)
  }

  stop(): void {
    for (const { off } of this.held.values()) off?.()
    this.held.clear()
  }
}
