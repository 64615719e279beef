import { app } from 'electron'
import type { DesktopShell, ShellNotification, ShellWindow, Tray } from '../../shell.js'
import { autostart } from './autostart.js'
import { notify } from './notify.js'
import { power } from './power.js'
import { onShortcut } from './shortcut.js'
import { ElectronTray } from './tray.js'
import type { AppWindow } from './window.js'

/** The desktop by Electron: each part of the port in a file of its own. */
export class ElectronShell implements DesktopShell {
  readonly name = 'Electron'
  readonly tray: Tray
  readonly autostart = autostart()
  readonly onShortcut = onShortcut
  readonly power = power

  constructor(
    private readonly window: AppWindow,
    private readonly icons: string,
    onTrayClick: () => void,
  ) {
    this.tray = new ElectronTray(icons, onTrayClick)
  }

  openWindow(address: string): Promise<ShellWindow> {
    return this.window.open(address)
  }

  notify(notification: ShellNotification): void {
    notify(notification, this.icons)
  }

  async quit(): Promise<void> {
    app.quit()
  }
}
