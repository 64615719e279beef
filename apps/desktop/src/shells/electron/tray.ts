import { join } from 'node:path'
import { Menu, nativeImage, Tray as SystemTray } from 'electron'
import type { Tray, TrayContent, TrayMenuItem } from '../../shell.js'

/** The icon in the tray; made with the first content. On a desktop without a tray it is not to be seen, and harms nothing. */
export class ElectronTray implements Tray {
  private tray: SystemTray | undefined
  private shown = ''
  private clicks: readonly (() => void)[] = []

  constructor(
    private readonly icons: string,
    private readonly onClick: () => void,
  ) {}

  set(content: TrayContent): void {
    this.clicks = content.menu.map(({ onClick }) => onClick)
    const shown = JSON.stringify(content)
    // A menu that somebody has open would close.
    if (shown === this.shown) return
    this.shown = shown
    const image = this.image(content.timer ?? 'stopped')
    if (this.tray === undefined) {
      this.tray = new SystemTray(image)
      this.tray.on('click', this.onClick)
    } else this.tray.setImage(image)
    this.tray.setToolTip(content.tooltip)
    if (process.platform === 'darwin') this.tray.setTitle(content.title ?? '', { fontType: 'monospacedDigit' })
    this.tray.setContextMenu(Menu.buildFromTemplate(content.menu.flatMap((item, at) => this.lines(item, at))))
  }

  private lines({ label, enabled = true, group = false }: TrayMenuItem, at: number) {
    // By its place, so that a click reaches what the newest content means by it.
    const line = { label: label.replaceAll('&', '&&'), enabled, click: () => this.clicks[at]?.() }
    return group ? [{ type: 'separator' as const }, line] : [line]
  }

  private image(timer: string) {
    const name = process.platform === 'darwin' ? `tray-${timer}Template.png` : `tray-${timer}.png`
    return nativeImage.createFromPath(join(this.icons, name))
  }
}
