import { token } from '@meantime/core'

/** Unsubscribes. */
export type Off = () => void

export interface ShellWindow {
  show(): void
  hide(): void
  onClosed(listener: () => void): Off
}

export interface TrayMenuItem {
  readonly label: string
  /** @default true */
  readonly enabled?: boolean
  readonly onClick: () => void
}

export interface Tray {
  set(content: { readonly tooltip: string; readonly menu: readonly TrayMenuItem[] }): void
}

export interface ShellNotification {
  readonly title: string
  readonly body: string
  readonly onClick?: () => void
}

/**
 * What the app asks of the desktop it runs on. Electron is to be one adapter. A feature that the desktop does not
 * offer is absent, not an error at its use.
 */
export interface DesktopShell {
  /** For messages: `Electron`, `browser`. */
  readonly name: string
  /** Opens the one window on an address, or shows it again. */
  openWindow(address: string): Promise<ShellWindow>
  readonly tray?: Tray
  notify(notification: ShellNotification): void
  /** Starts the app with the person's session. */
  readonly autostart?: {
    enabled(): Promise<boolean>
    set(enabled: boolean): Promise<void>
  }
  /** Registers a key for the whole desktop, such as `Ctrl+Alt+T`; undefined when it is taken. */
  readonly onShortcut?: (keys: string, listener: () => void) => Off | undefined
  quit(): Promise<void>
}

export const DESKTOP_SHELL = token<DesktopShell>('meantime.DesktopShell')
