import { join } from 'node:path'
import { Notification } from 'electron'
import type { ShellNotification } from '../../shell.js'

/** A notification that nobody holds is collected, and its click with it. */
const shown = new Set<Notification>()
const MOST = 20

export function notify({ title, body, onClick }: ShellNotification, icons: string): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body, icon: join(icons, 'app.png') })
  shown.add(notification)
  if (shown.size > MOST) for (const oldest of [...shown].slice(0, shown.size - MOST)) shown.delete(oldest)
  notification.on('click', () => {
    shown.delete(notification)
    onClick?.()
  })
  notification.on('close', () => shown.delete(notification))
  notification.show()
}
