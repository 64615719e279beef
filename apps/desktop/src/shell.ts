import { token } from '@meantime/core'
import type { PersonView } from './bridge/channel.js'

/** Unsubscribes. */
export type Off = () => void

export interface ShellWindow {
  show(): void
  hide(): void
  /** The person looks at it; what it shows need not be told by a notification. Absent where nobody knows. */
  focused?(): boolean
  onClosed(listener: () => void): Off
}

export interface TrayMenuItem {
  readonly label: string
  /** @default true */
  readonly enabled?: boolean
  /** A line is drawn above it. @default false */
  readonly group?: boolean
  readonly onClick: () => void
}

export interface TrayContent {
  readonly tooltip: string
  readonly menu: readonly TrayMenuItem[]
  /** How the icon looks. @default 'stopped' */
  readonly timer?: 'running' | 'paused' | 'stopped'
  /** Beside the icon where the desktop has room for it (macOS). @default '' */
  readonly title?: string
}

export interface Tray {
  set(content: TrayContent): void
}

export interface ShellNotification {
  readonly title: string
  readonly body: string
  readonly onClick?: () => void
}

/** What happens to the computer and its person. */
export type PowerChange = 'suspend' | 'resume' | 'lock' | 'unlock'

/**
 * What the app asks of the desktop it runs on. Electron is one adapter, the browser another. A feature that the desktop
 * does not offer is absent, not an error at its use.
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
  readonly power?: {
    person(): PersonView
    onChange(listener: (change: PowerChange) => void): Off
  }
  quit(): Promise<void>
}

export const DESKTOP_SHELL = token<DesktopShell>('meantime.DesktopShell')
