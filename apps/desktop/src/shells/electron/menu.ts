import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/** Not shown on Windows and Linux until Alt is pressed; it brings the keys for copying, zooming and quitting. */
export function setMenu(): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    // Without Shift, where + needs it.
    { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [{ role: 'reload' } as const, { role: 'toggleDevTools' } as const]),
  ]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      process.platform === 'darwin'
        ? { role: 'appMenu' }
        : { label: 'Meantime', submenu: [{ role: 'close' }, { role: 'quit' }] },
      { role: 'editMenu' },
      { label: 'View', submenu: view },
      ...(process.platform === 'darwin' ? [{ role: 'windowMenu' } as const] : []),
    ]),
  )
}
